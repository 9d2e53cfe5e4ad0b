// The chat page: shows the conversation, sends what is typed or tapped.
(function () {
  'use strict';
  const bubble = window.MotcuaBubble;
  const voice = window.MotcuaVoice;
  const main = document.getElementById('main');
  const log = document.getElementById('log');
  const typing = document.getElementById('typing');
  const banner = document.getElementById('banner');
  const composer = document.getElementById('composer');
  const box = document.getElementById('say');
  const dictate = document.getElementById('dictate');
  const texts = JSON.parse(main.getAttribute('data-texts'));
  const key = 'motcua.chat.' + main.getAttribute('data-session');
  const MOST_KEPT = 300;
  const rows = {}; // message id -> row; a replaced message keeps its row
  const mineRows = {}; // own id -> row
  let lastMine = null;
  let lastIts = null;
  let bannerTimer = null;

  let state = { kept: [], pending: [], last: '' };
  try { state = JSON.parse(sessionStorage.getItem(key)) || state; } catch (error) { /* begin anew */ }

  function save() {
    state.kept = state.kept.slice(-MOST_KEPT);
    try { sessionStorage.setItem(key, JSON.stringify(state)); } catch (error) { /* memory is full */ }
  }
  function newId() {
    return 'c' + Date.now().toString(36) + Math.random().toString(36).slice(2, 10);
  }

  // --- showing -------------------------------------------------------------------------------
  function addReader(row, frame) {
    if (!voice.canRead() || !frame.text || row.querySelector('.reader')) { return; }
    const button = bubble.make('button', 'reader', texts.read);
    button.type = 'button';
    button.addEventListener('click', function () {
      if (button.classList.contains('on')) { voice.stop(); return; }
      const ended = function () { button.classList.remove('on'); button.textContent = texts.read; };
      if (voice.read(bubble.spoken(frame), ended)) {
        button.classList.add('on');
        button.textContent = texts.read_stop;
      }
    });
    row.querySelector('.bubble').appendChild(button);
  }

  // What was answered before steps back; the messages of one answer stay together.
  function stepBack() {
    log.querySelectorAll('.its:not(.old)').forEach(function (row) { row.classList.add('old'); });
  }

  function showMine(id, text) {
    stepBack();
    const row = bubble.mine(text, texts);
    mineRows[id] = row;
    lastMine = row;
    log.appendChild(row);
    return row;
  }

  function showIts(frame) {
    const replaced = frame.replaces && rows[frame.replaces];
    const row = replaced || bubble.make('div', 'row its');
    bubble.fill(row, frame, texts);
    if (frame.id) { rows[frame.id] = row; }
    addReader(row, frame);
    row.frame = frame;
    if (!replaced) {
      if (lastIts && lastIts.frame.reply_to !== frame.reply_to) { stepBack(); }
      lastIts = row;
      log.appendChild(row);
    }
    return replaced ? null : row;
  }

  function scrollTo(element, block) {
    const still = window.matchMedia && window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    try { element.scrollIntoView({ block: block, behavior: still ? 'auto' : 'smooth' }); }
    catch (error) { element.scrollIntoView(block === 'start'); }
  }

  function showWaiting() {
    const open = wire.socket && wire.socket.readyState === 1;
    const asked = state.pending.length > 0;
    const shown = !typing.hidden;
    typing.hidden = !(asked && open);
    if (!shown && !typing.hidden) { scrollTo(document.getElementById('foot-of-log'), 'end'); }
    Object.keys(mineRows).forEach(function (id) {
      mineRows[id].classList.toggle('waiting', !open && Boolean(wire.find(id)));
    });
  }

  function showBanner(words, forGood) {
    clearTimeout(bannerTimer);
    const page = document.documentElement;
    const atEnd = window.innerHeight + window.pageYOffset >= page.scrollHeight - 40;
    banner.textContent = words;
    banner.hidden = !words;
    banner.classList.toggle('good', Boolean(forGood));
    if (atEnd) { window.scrollTo(0, page.scrollHeight); } // it must not cover the last words
    if (forGood) { bannerTimer = setTimeout(function () { showBanner(''); }, 3000); }
  }

  // --- the line to the server ---------------------------------------------------------------
  let heard = false;
  let settled = false; // the first greeting stays where it is: it is read from its beginning
  const wire = new window.MotcuaWire(state, {
    onFrame: function (frame) {
      heard = true;
      if (!frame.text || (frame.id && rows[frame.id])) { return; }
      state.kept.push({ frame: frame });
      const row = showIts(frame);
      // Show the beginning of the answer, with the question above it where both fit.
      if (row && lastMine && row.previousElementSibling === lastMine) { scrollTo(lastMine, 'start'); }
      else if (row && settled) { scrollTo(row, 'start'); }
    },
    onRefused: function (frame) {
      const row = mineRows[frame.reply_to];
      if (row) { row.classList.add('refused'); }
      showIts({ id: null, text: frame.text, choices: [] });
    },
    onState: function (name) {
      clearTimeout(bannerTimer);
      if (name === 'open') {
        greet();
        if (!banner.hidden) { showBanner(texts.back_online, true); }
      } else if (banner.hidden || banner.classList.contains('good')) {
        // A short break is nobody's concern.
        bannerTimer = setTimeout(function () { showBanner(texts.offline); showWaiting(); }, 1500);
      }
      showWaiting();
    },
    onChange: function () { save(); showWaiting(); },
  });

  // An empty chat asks for the greeting, unless an earlier conversation comes back first.
  let fresh = !state.kept.length && !state.pending.length && !main.getAttribute('data-said') &&
    !main.getAttribute('data-asked');
  function greet() {
    if (!fresh) { return; }
    fresh = false;
    setTimeout(function () {
      if (!heard && !settled) { wire.send({ tap: 'start', id: 'start' + main.getAttribute('data-session') }); }
    }, 300);
  }

  function say(words, frame) {
    frame.id = newId();
    if (words) {
      state.kept.push({ id: frame.id, mine: words });
      scrollTo(showMine(frame.id, words), 'start');
    }
    settled = true;
    voice.stop();
    wire.send(frame);
  }

  // --- what people do -----------------------------------------------------------------------
  function grow() {
    box.style.height = 'auto';
    box.style.height = Math.min(box.scrollHeight + 2, 180) + 'px';
  }
  composer.addEventListener('submit', function (event) {
    event.preventDefault();
    const words = box.value.trim();
    if (!words) { box.focus(); return; }
    say(words, { text: words });
    box.value = '';
    grow();
  });
  box.addEventListener('input', grow);
  box.addEventListener('keydown', function (event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      composer.querySelector('.send').click();
    }
  });
  log.addEventListener('click', function (event) {
    const button = event.target.closest('[data-value]');
    if (!button) { return; }
    const row = button.closest('.row');
    const frame = { tap: button.getAttribute('data-value') };
    if (row.getAttribute('data-id')) { frame.on = row.getAttribute('data-id'); }
    if (button.getAttribute('role') === 'checkbox') {
      button.setAttribute('aria-checked', String(button.getAttribute('aria-checked') !== 'true'));
      say('', frame);
    } else {
      say(button.textContent, frame);
    }
  });
  document.getElementById('anew').addEventListener('submit', function (event) {
    if (!window.confirm(texts.start_over_sure)) { event.preventDefault(); return; }
    try { sessionStorage.removeItem(key); } catch (error) { /* nothing was kept */ }
  });

  // A photo of the slip: its answer comes by the socket like any other.
  const photo = document.getElementById('photo');
  document.getElementById('take-photo').addEventListener('click', function () { photo.click(); });
  photo.addEventListener('change', function () {
    if (!photo.files.length) { return; }
    const id = newId();
    const form = new FormData();
    form.append('id', id);
    form.append('photo', photo.files[0]);
    photo.value = '';
    state.kept.push({ id: id, mine: texts.photo_sent });
    const row = showMine(id, texts.photo_sent);
    save();
    scrollTo(row, 'start');
    settled = true;
    fetch('/chat/photo', { method: 'POST', body: form, headers: { Accept: 'application/json' } })
      .then(function (response) { if (!response.ok) { throw new Error('refused'); } })
      .catch(function () {
        row.classList.add('refused');
        showIts({ id: null, text: texts.photo_failed, choices: [] });
      });
  });

  const dictateWords = dictate.querySelector('span');
  let listening = false;
  const ear = voice.dictation(function (words) { box.value = words; grow(); }, function (problem) {
    listening = false;
    dictate.setAttribute('aria-pressed', 'false');
    dictateWords.textContent = texts.dictate;
    if (problem && problem !== 'aborted') { showBanner(texts.dictate_failed); }
    box.focus();
  });
  if (ear) {
    dictate.hidden = false;
    dictate.addEventListener('click', function () {
      if (listening) { ear.stop(); return; }
      voice.stop();
      showBanner('');
      ear.start();
      listening = true;
      dictate.setAttribute('aria-pressed', 'true');
      dictateWords.textContent = texts.dictating;
    });
  }
  voice.onVoices(function () {
    Array.prototype.forEach.call(log.querySelectorAll('.row.its'), function (row) {
      if (row.frame) { addReader(row, row.frame); }
    });
  });

  // --- beginning ----------------------------------------------------------------------------
  log.textContent = '';
  box.required = false;
  state.kept.forEach(function (entry) {
    if (entry.mine) { showMine(entry.id, entry.mine); } else { showIts(entry.frame); }
  });
  // A question that came by the plain form of another page: its answer is in the history.
  const said = main.getAttribute('data-said') ? JSON.parse(main.getAttribute('data-said')) : null;
  if (said && said.text && !mineRows[said.id]) {
    state.kept.push({ id: said.id, mine: said.text });
    showMine(said.id, said.text);
  }
  const asked = main.getAttribute('data-asked');
  const bare = location.pathname + (/[?&]lang=(\w+)/.test(location.search) ? '?lang=' + RegExp.$1 : '');
  if (said || asked) { history.replaceState(null, '', bare); }
  if (lastMine || lastIts) { document.getElementById('foot-of-log').scrollIntoView(false); }
  wire.connect();
  if (asked) {
    say(main.getAttribute('data-asked-words'), { tap: asked });
  }
})();
