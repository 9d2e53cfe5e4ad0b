// The counter, live: every act is sent once and the page shown anew without a reload. An act whose
// answer was lost is sent again with the same request id: nothing happens twice.
(function () {
  'use strict';
  const root = document.getElementById('counter');
  const lost = document.getElementById('lost');
  const said = document.getElementById('counter-said');
  const PAUSE = 500; // after an act: a double press is one
  const PATIENCE = 8000;
  const KEYS = ['N', 'R', 'F', 'H', 'S'];
  let build = root.getAttribute('data-build');
  let pending = null; // the one act that is on its way
  let late = null; // a state that came while somebody typed or pressed
  let pressing = false;
  let quiet = 0;

  function read(key, usual) {
    try { return localStorage.getItem(key) || usual; } catch (error) { return usual; }
  }
  let keysOn = read('motcua.keys', '1') === '1';

  function typing() {
    const at = document.activeElement;
    return Boolean(at && root.contains(at) && /^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName));
  }

  // Put a state on the page; open folds stay open, the focus stays on the same button.
  function show(html) {
    const open = Array.prototype.map.call(root.querySelectorAll('details[open] > summary'), function (each) { return each.textContent; });
    const at = document.activeElement;
    const name = at && root.contains(at) ? at.getAttribute('value') : null;
    const within = Boolean(at && root.contains(at));
    root.innerHTML = html;
    root.querySelectorAll('input[name=form_token]').forEach(function (each) { each.value = root.getAttribute('data-token'); });
    root.querySelectorAll('details > summary').forEach(function (each) {
      if (open.indexOf(each.textContent) >= 0) { each.parentNode.open = true; }
    });
    if (within) {
      const again = (name && root.querySelector('button[value="' + name + '"]')) || root.querySelector('.huge');
      if (again) { again.focus({ preventScroll: true }); }
    }
  }

  function busy(is) {
    root.classList.toggle('counter-busy', is);
    root.setAttribute('aria-busy', String(is));
  }

  // A press that was meant for the picture before must not do the next thing.
  function rest() {
    root.setAttribute('data-quiet', '');
    clearTimeout(quiet);
    quiet = setTimeout(function () { root.removeAttribute('data-quiet'); }, PAUSE);
  }

  function send() {
    const mine = pending;
    const stop = new AbortController();
    const limit = setTimeout(function () { stop.abort(); }, PATIENCE);
    fetch(mine.action, {
      method: 'POST', body: mine.body, signal: stop.signal, credentials: 'same-origin',
      headers: { 'X-Live': '1', 'Content-Type': 'application/x-www-form-urlencoded' },
    }).then(function (response) {
      if (response.status >= 500) { throw new Error('busy'); }
      if (response.status === 403 || !response.headers.get('X-Live')) { location.reload(); return null; }
      return response.text();
    }).then(function (html) {
      clearTimeout(limit);
      if (html === null) { return; }
      pending = null;
      late = null;
      rest();
      busy(false);
      if (document.activeElement && root.contains(document.activeElement)) { document.activeElement.blur(); }
      show(html);
      const words = document.getElementById('said');
      said.textContent = (words || document.getElementById('at-counter')).textContent;
    }).catch(function () {
      clearTimeout(limit);
      lost.hidden = false;
      setTimeout(function () { if (pending === mine) { send(); } }, 700 + 600 * Math.random());
    });
  }

  function submit(form, button) {
    if (pending || root.hasAttribute('data-quiet')) { return; }
    const body = new URLSearchParams(new FormData(form));
    if (button && button.name) { body.set(button.name, button.value); }
    body.set('request_id', Date.now().toString(36) + Math.random().toString(36).slice(2, 10));
    pending = { action: form.getAttribute('action'), body: body.toString() };
    busy(true);
    send();
  }

  document.addEventListener('submit', function (event) {
    if (!root.contains(event.target)) { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    submit(event.target, event.submitter);
  }, true);

  function press(selector) {
    const button = root.querySelector(selector);
    if (button) { button.form.requestSubmit(button); }
    return Boolean(button);
  }

  function unfold(key) {
    const fold = root.querySelector('[data-fold="' + key + '"]');
    if (!fold) { return false; }
    fold.open = true;
    fold.querySelector('select, input[type=text]').focus();
    return true;
  }

  document.addEventListener('keydown', function (event) {
    if (!keysOn || event.defaultPrevented || event.repeat || event.ctrlKey || event.altKey || event.metaKey) { return; }
    const at = event.target;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName)) { return; }
    const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
    const onSomething = /^(BUTTON|A|SUMMARY)$/.test(at.tagName);
    let done = false;
    if (key === ' ' || key === 'Enter') {
      done = !onSomething && press('.huge');
    } else if (KEYS.indexOf(key) >= 0) {
      done = press('[data-key="' + key + '"]') || (key === 'N' && press('.huge[value$="next"]'));
    } else if (key === 'T' || key === 'A') {
      done = unfold(key);
    }
    if (done) { event.preventDefault(); }
  });

  function keysLine() {
    document.getElementById('keys-state').textContent = keysOn ? '' : '(đang tắt)';
    document.getElementById('keys-switch').textContent = keysOn ? 'Tắt phím tắt' : 'Bật phím tắt';
  }
  document.getElementById('keys-switch').addEventListener('click', function () {
    keysOn = !keysOn;
    try { localStorage.setItem('motcua.keys', keysOn ? '1' : '0'); } catch (error) { /* not kept */ }
    keysLine();
  });
  keysLine();

  // The line also breaks when the session is over: then the log-in page is where to go.
  let breaks = 0;
  function stillIn() {
    fetch(location.href, { redirect: 'manual', credentials: 'same-origin' }).then(function (response) {
      if (response.type === 'opaqueredirect') { location.reload(); }
    }).catch(function () { /* no network */ });
  }

  function showLate() {
    if (late && !typing() && !pressing && !pending) { const html = late; late = null; show(html); }
  }
  root.addEventListener('focusout', function () { setTimeout(showLate, 0); });

  // A button that is replaced between pressing and letting go would never be clicked.
  root.addEventListener('pointerdown', function () { pressing = true; });
  ['pointerup', 'pointercancel'].forEach(function (name) {
    window.addEventListener(name, function () { setTimeout(function () { pressing = false; showLate(); }, 0); });
  });

  new window.MotcuaLive(root.getAttribute('data-stream'), {
    onState: function (state) {
      if (state.build !== build && !typing() && !pending) { location.reload(); return; }
      if (pending) { return; } // its answer brings the state
      if (typing() || pressing) { late = state.html; return; }
      show(state.html);
    },
    onLine: function (line) {
      if (line === 'lost' || !pending) { lost.hidden = line === 'open'; }
      breaks = line === 'open' ? 0 : breaks + 1;
      if (breaks && breaks % 4 === 0) { stillIn(); }
    },
  });
})();
