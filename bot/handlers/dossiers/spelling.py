"""Short forms and words of the regions, and words that name no matter. Data."""

# What is meant = how people write it.
_WRITTEN = """
ho so = hs hso
ket qua = kq kqua
khong = ko k kg hok hong hem hông hổng khum chẳng nỏ
duoc = đc dc đuoc dk đk
roi = r rùi rui gòi
gi = j chi
sao = răng rang
vay = rứa rua ri zậy zay
dau = mô
nop = nạp nap
lam = mần man lm
bao nhieu = bn
nhieu = nhiu nhiêu
the nao = ntn tnao
thu 7 = t7
chu nhat = cn
giay to = gt
so dien thoai = sdt sđt
dien thoai = đt dt
nguoi = ng
truoc = trc
hom = bữa bua
gio = chừ
lay = lĩnh lãnh
xem = coi ngó
nhan = nhắn
qua = wá wa
chong = ck
vo = vk
em = e
moi nguoi = mn
can bo = cb
voi = vs
thoi = thoy
xong = xog
chua = ch chx
luon = lun
online = onl
nua = nx nz
lau = lâu
"""
SPELLED_OUT = {
    short: meant
    for meant, _, forms in (line.partition(" = ") for line in _WRITTEN.split("\n") if line)
    for short in forms.split()
}
_EMPTY = """
    a ad ah ai anh ba bac ban bao bay bien biet bo bon bot bua buoi but ca cac cai cam can cau cha
    chac cham chang chao chau chi chiec chieu chin cho chong chu chua chung chuyen co con cu cua
    cung cuoi da dac dan dang dau day de dem den di dia dien do doi dong du dum dung duoc duyet em
    gai gap gay ghi gi giai giay gio giu giua gium giup goi gom gui ha hai ham han hay hen het hi
    ho hoai hoi hom huong huy i im it kem kha khac khi khoi kho khong kia kiem kieu ky la lai lam
    lan lau lay le len lenh li lich lien linh lo loai loi lon luc lui luon ly ma mai man mang mat
    may me met mi mien minh mo moi mong mot mua mung muon my nam nao nay ne nen ngam ngay nghi
    ngoai ngoi nguoi nha nham nhan nhanh nhap nhat nhe nhi nhieu nho nhu nhung no noi nong nop nua
    o oi ok on ong online phai phan phi phong phu phuc phut qua quay quen quyen quyet r ra rang
    rat roi ruot rut sai sang sao sau se sms so som sot sua sung ta tai tam tao ten than thang
    thay the them theo thi thieu thoai thoi thu thua tien tiep tim tin tinh to toi ton tong tra
    trach trai trang tre trong trua truoc tu tuan tui tung tuong ty uy va van vay ve vi viec vo
    voi vua vui xa xac xem xin xoi xong xu xuat y 1 2 3 4 5 6 7 8 9
"""
EMPTY = frozenset(_EMPTY.split())
