// The page works without this; with it a photo is sent as soon as it is taken, and where the browser
// can read codes itself the camera is read live.
(function () {
  'use strict';
  var form = document.getElementById('photo-form');
  if (!form) { return; }
  var photo = document.getElementById('photo');
  var live = document.getElementById('live');
  var view = document.getElementById('view');
  photo.addEventListener('change', function () {
    if (photo.files.length) { form.querySelector('[type=submit]').click(); }
  });
  var able = 'BarcodeDetector' in window && navigator.mediaDevices && navigator.mediaDevices.getUserMedia;
  if (!able) { return; }
  live.hidden = false;
  var stream = null;
  function stop() {
    if (stream) { stream.getTracks().forEach(function (track) { track.stop(); }); }
    stream = null;
    view.hidden = true;
    live.textContent = 'Quét bằng camera';
  }
  function look(detector) {
    if (!stream) { return; }
    detector.detect(view).then(function (codes) {
      if (!stream) { return; }
      if (codes.length) {
        stop();
        document.getElementById('code').value = codes[0].rawValue.slice(0, 300);
        document.getElementById('code').form.submit();
        return;
      }
      setTimeout(function () { look(detector); }, 150);
    }, stop);
  }
  live.addEventListener('click', function () {
    if (stream) { stop(); return; }
    navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }).then(function (given) {
      stream = given;
      view.srcObject = given;
      view.hidden = false;
      live.textContent = 'Dừng quét';
      return view.play().then(function () { look(new window.BarcodeDetector()); });
    }).catch(stop);
  });
  window.addEventListener('pagehide', stop);
})();
