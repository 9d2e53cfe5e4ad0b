// The kiosk without reloads: pages are swapped, a lost connection is bridged, silence clears the
// screen. Without this script every screen still works as a plain page.
(function () {
  'use strict';
  const root = document.documentElement;
  const body = document.body;
  const home = body.getAttribute('data-home');
  const offline = document.getElementById('offline');
  const idle = document.getElementById('idle');
  const count = document.getElementById('idle-count');
  const WAIT = 5000, RETRY = 2000, ALIVE = 5000, SILENCE = 30000, LAST_CALL = 10, TICKET_SHOWN = 25000;
  let firstScreen = null, busy = false, touching = false, silence = 0, lastCall = 0, left = 0, journey = 0, camera = null;
  root.classList.add('js');

  function main() { return document.getElementById('main'); }
  function screen() { return main().getAttribute('data-screen'); }
  function setOffline(isOffline) { offline.hidden = !isOffline; }

  // --- fetching ------------------------------------------------------------------------------
  function load(url, options) {
    const abort = new AbortController();
    const timer = setTimeout(function () { abort.abort(); }, WAIT);
    return fetch(url, Object.assign({ signal: abort.signal, redirect: 'follow', cache: 'no-store' }, options))
      .then(function (response) {
        if (response.status >= 500 || response.status === 429) { throw new Error(String(response.status)); }
        return response.text();
      })
      .finally(function () { clearTimeout(timer); });
  }

  // The same request goes out again until it is answered: its id makes it one request.
  function go(url, options) {
    const mine = ++journey;
    busy = true;
    body.classList.add('busy');
    function attempt() {
      load(url, options).then(function (html) {
        if (mine !== journey) { return; }
        done();
        show(html);
      }, function () {
        if (mine !== journey) { return; }
        setOffline(true);
        setTimeout(function () { if (mine === journey) { attempt(); } }, RETRY);
      });
    }
    attempt();
    listen();
  }

  function done() {
    busy = false;
    body.classList.remove('busy');
    setOffline(false);
  }

  function show(html) {
    const page = new DOMParser().parseFromString(html, 'text/html');
    const fresh = page.getElementById('main');
    if (!fresh) { return leave(); }
    put(fresh);
  }

  function put(fresh) {
    window.MotcuaVoice.stop();
    stopCamera();
    main().replaceWith(document.importNode(fresh, true));
    window.scrollTo(0, 0);
    ready();
  }

  function ready() {
    const field = main().querySelector('[autofocus]');
    (field || main()).focus({ preventScroll: true });
    offerReading();
    offerCamera();
    if (screen() === 'ticket' && body.getAttribute('data-printing') === 'auto') { window.print(); }
    listen();
  }

  // --- the first screen, also without a server ---------------------------------------------------
  function leave() {
    journey += 1;
    done();
    root.removeAttribute('data-size');
    if (firstScreen) { put(firstScreen); }
    refresh();
  }

  function refresh() {
    load(home).then(function (html) {
      setOffline(false);
      const page = new DOMParser().parseFromString(html, 'text/html');
      const fresh = page.getElementById('main');
      if (!fresh || fresh.getAttribute('data-screen') !== 'first') { return; }
      firstScreen = fresh;
      const clock = page.getElementById('clock');
      document.getElementById('clock').textContent = clock.textContent;
      // Never under a finger: a box replaced between touching and letting go is not clicked.
      if (screen() === 'first' && !busy && !touching && fresh.outerHTML !== main().outerHTML) {
        const focused = main().contains(document.activeElement);
        main().replaceWith(document.importNode(fresh, true));
        if (focused) { main().focus({ preventScroll: true }); }
      }
    }, function () { setOffline(true); });
  }

  // --- silence -------------------------------------------------------------------------------------
  function listen() {
    clearTimeout(silence);
    clearInterval(lastCall);
    idle.hidden = true;
    if (screen() === 'first' && !busy) { return; }
    silence = setTimeout(ask, screen() === 'ticket' || screen() === 'done' ? TICKET_SHOWN : SILENCE);
  }

  function ask() {
    if (screen() === 'ticket' || screen() === 'done') { return leave(); }
    left = LAST_CALL;
    count.textContent = String(left);
    idle.hidden = false;
    document.getElementById('idle-stay').focus();
    lastCall = setInterval(function () {
      left -= 1;
      count.textContent = String(left);
      if (left <= 0) { listen(); leave(); }
    }, 1000);
  }
  document.getElementById('idle-stay').addEventListener('click', listen);
  document.getElementById('idle-leave').addEventListener('click', function () { listen(); leave(); });

  // --- touching --------------------------------------------------------------------------------------
  document.addEventListener('click', function (event) {
    const target = event.target.closest('a, button');
    if (!target && event.target.closest('#idle')) { listen(); } // a touch beside the buttons: somebody is there
    if (!target || busy) { if (target && busy) { event.preventDefault(); } return; }
    if (target.hasAttribute('data-size-switch')) {
      event.preventDefault();
      const big = root.getAttribute('data-size') === '2';
      if (big) { root.removeAttribute('data-size'); } else { root.setAttribute('data-size', '2'); }
      const words = target.textContent;
      target.textContent = target.getAttribute('data-other');
      target.setAttribute('data-other', words);
    } else if (target.matches('a[data-swap]')) {
      event.preventDefault();
      if (target.getAttribute('href') === home) { leave(); } else { go(target.href); }
    } else if (target.hasAttribute('data-key')) {
      press(target.getAttribute('data-key'));
    } else if (target.hasAttribute('data-print')) {
      window.print();
    } else if (target.hasAttribute('data-speak')) {
      speak(target);
    } else if (target.hasAttribute('data-camera')) {
      startCamera(target);
    }
    listen();
  });

  document.addEventListener('submit', function (event) {
    const form = event.target;
    if (!form.matches('[data-swap]')) { return; }
    event.preventDefault();
    if (busy) { return; }
    const content = new URLSearchParams(new FormData(form));
    if ((content.get('q') || '').indexOf('/t/') >= 0) { return arrive(content.get('q')); }
    const by = event.submitter;
    if (by && by.name) { content.set(by.name, by.value); }
    if (form.method === 'get') {
      go(form.getAttribute('action') + '?' + content.toString());
    } else {
      go(form.action, { method: 'POST', body: content });
    }
  });
  ['pointerdown', 'keydown', 'scroll'].forEach(function (name) {
    document.addEventListener(name, function () { if (idle.hidden) { listen(); } }, { passive: true });
  });
  document.addEventListener('pointerdown', function () { touching = true; });
  ['pointerup', 'pointercancel'].forEach(function (name) {
    window.addEventListener(name, function () { setTimeout(function () { touching = false; }, 300); });
  });
  document.addEventListener('contextmenu', function (event) { event.preventDefault(); });

  function press(key) {
    const field = main().querySelector('.typed');
    if (key === 'clear') {
      field.value = '';
    } else if (key === 'back') {
      field.value = field.value.slice(0, -1);
    } else if (field.value.length < field.maxLength) {
      field.value += key;
    }
    field.focus({ preventScroll: true });
    hideNumber();
  }

  // --- a scanner types like a keyboard and ends with Enter, whatever screen is shown --------------------
  let scanned = '', scannedAt = 0;
  document.addEventListener('keydown', function (event) {
    if (event.target.matches && event.target.matches('input')) { return; }
    if (event.key.length === 1) {
      scanned = event.timeStamp - scannedAt > 500 ? event.key : scanned + event.key;
      scannedAt = event.timeStamp;
    } else if (event.key === 'Enter' && scanned.length >= 4 && event.timeStamp - scannedAt < 500) {
      event.preventDefault();
      const typed = scanned;
      scanned = '';
      if (!busy) { arrive(typed); }
    }
  });

  function arrive(typed) {
    if (screen() === 'rating') { return go(address('/kiosk/rating', { number: typed })); }
    go(address('/kiosk/arrival'), { method: 'POST', body: new URLSearchParams({ typed: typed }) });
  }

  function address(path, more) {
    const asked = new URL(home, location.href).searchParams;
    Object.keys(more || {}).forEach(function (name) { asked.set(name, more[name]); });
    return path + (asked.toString() ? '?' + asked.toString() : '');
  }

  // --- a telephone number is nobody's business in the hall: its last digits are enough to check ----------
  function hideNumber() {
    const field = main().querySelector('.typed'), tail = main().querySelector('[data-tail]');
    if (!field || !tail) { return; }
    const isPhone = /^[+0]/.test(field.value) && field.value.length > 4;
    field.classList.toggle('masked', isPhone);
    tail.hidden = !isPhone;
    tail.querySelector('b').textContent = field.value.slice(-3);
  }
  document.addEventListener('input', hideNumber);

  // --- camera, where the browser reads codes by itself ----------------------------------------------------
  function offerCamera() {
    const button = main().querySelector('[data-camera]');
    if (button && window.BarcodeDetector && navigator.mediaDevices) { button.hidden = false; }
  }

  function startCamera(button) {
    const view = main().querySelector('[data-view]');
    button.hidden = true;
    navigator.mediaDevices.getUserMedia({ video: true }).then(function (stream) {
      camera = stream;
      view.srcObject = stream;
      view.hidden = false;
      view.play();
      const detector = new window.BarcodeDetector({ formats: ['qr_code', 'code_128'] });
      (function look() {
        if (camera !== stream) { return; }
        detector.detect(view).then(function (codes) {
          if (codes.length && camera === stream) { arrive(codes[0].rawValue); } else { setTimeout(look, 250); }
        }, function () { setTimeout(look, 500); });
      }());
    }, function () { button.hidden = true; });
  }

  function stopCamera() {
    if (camera) { camera.getTracks().forEach(function (track) { track.stop(); }); }
    camera = null;
  }

  // --- reading aloud ------------------------------------------------------------------------------------------
  function offerReading() {
    const button = main().querySelector('[data-speak]');
    if (button && window.MotcuaVoice.canRead()) { button.hidden = false; }
  }

  function speak(button) {
    const words = button.textContent;
    const lines = Array.from(main().querySelectorAll('[data-read] :is(h1, h2, p, li)')).map(function (each) { return each.textContent; });
    if (button.classList.contains('on')) { window.MotcuaVoice.stop(); return; }
    button.classList.add('on');
    button.textContent = button.getAttribute('data-stop');
    window.MotcuaVoice.read(lines, function () {
      button.classList.remove('on');
      button.textContent = words;
    });
  }
  window.MotcuaVoice.onVoices(offerReading);

  // --- begin ------------------------------------------------------------------------------------------------------
  if (screen() === 'first') { firstScreen = main().cloneNode(true); }
  history.replaceState(null, '', home);
  setInterval(function () { if (screen() === 'first' && !busy) { refresh(); } }, ALIVE);
  ready();
  if (screen() !== 'first') { refresh(); }
}());
