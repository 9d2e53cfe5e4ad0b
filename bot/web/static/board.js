// The board: shows each state, says each new call once – chime, then voice – one after another.
(function () {
  'use strict';
  const root = document.getElementById('board');
  const words = JSON.parse(root.getAttribute('data-words'));
  const synth = window.speechSynthesis;
  const AudioMaker = window.AudioContext || window.webkitAudioContext;
  const TOO_OLD = 60000; // a call that old is shown, not said: the citizen is there or was skipped
  const AT_START = 10000;
  const CHIME_LEAD = 350;
  const LONGEST_SAYING = 12000;
  const TURN_OF_FOOT = 9000;
  let said = null; // keys of calls that were said
  let waiting = [];
  let busy = false;
  let sound = null;
  let ahead = 0; // of our clock, by the server's
  let build = root.getAttribute('data-build');
  let shown = root.innerHTML;
  let foot = 0;

  // --- time ------------------------------------------------------------------------------------
  function now() { return Date.now() + ahead; }
  function tick() {
    const clock = document.getElementById('clock');
    const parts = new Intl.DateTimeFormat('en-GB', {
      hour: '2-digit', minute: '2-digit', hour12: false, timeZone: root.getAttribute('data-zone'),
    }).format(new Date(now()));
    if (clock && clock.textContent !== parts) { clock.textContent = parts; }
  }

  // --- sound -----------------------------------------------------------------------------------
  function voice() {
    if (!synth || !window.SpeechSynthesisUtterance) { return null; }
    return synth.getVoices().filter(function (each) {
      return each.lang.toLowerCase().replace('_', '-').indexOf('vi') === 0;
    })[0] || null;
  }

  function chime() {
    if (!sound || sound.state !== 'running') { return; }
    [[784, 0], [587, 0.28]].forEach(function (note) {
      const tone = sound.createOscillator();
      const loudness = sound.createGain();
      const start = sound.currentTime + note[1];
      tone.frequency.value = note[0];
      loudness.gain.setValueAtTime(0.0001, start);
      loudness.gain.exponentialRampToValueAtTime(0.5, start + 0.02);
      loudness.gain.exponentialRampToValueAtTime(0.0001, start + 1.1);
      tone.connect(loudness);
      loudness.connect(sound.destination);
      tone.start(start);
      tone.stop(start + 1.2);
    });
  }

  function say(text, done) {
    const by = voice();
    if (!by) { setTimeout(done, 1500); return; }
    let ended = false;
    const end = function () { if (!ended) { ended = true; clearTimeout(limit); done(); } };
    const limit = setTimeout(end, LONGEST_SAYING); // some browsers never say that they have ended
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = by;
    utterance.lang = by.lang;
    utterance.rate = 0.9;
    utterance.onend = utterance.onerror = end;
    synth.speak(utterance);
  }

  function next() {
    const call = waiting.shift();
    busy = Boolean(call);
    if (!call) { return; }
    flash(call.key);
    if (root.getAttribute('data-sound') === '0') { setTimeout(next, 1500); return; }
    chime();
    let left = call.repeat;
    const again = function () {
      if (left > 0 && !(left < call.repeat && waiting.length)) { left -= 1; say(call.spoken, again); } else { next(); }
    };
    setTimeout(again, CHIME_LEAD);
  }

  function flash(key) {
    const place = document.querySelector('[data-call="' + key + '"]');
    if (!place) { return; }
    place.classList.remove('fresh');
    void place.offsetWidth;
    place.classList.add('fresh');
  }

  function hear(calls) {
    const first = said === null;
    const keys = calls.map(function (call) { return call.key; });
    const fresh = calls.filter(function (call) {
      const age = now() - Date.parse(call.at);
      return (first || said.indexOf(call.key) < 0) && age < (first ? AT_START : TOO_OLD);
    });
    said = (said || []).filter(function (key) { return keys.indexOf(key) < 0; }).concat(keys).slice(-60);
    try { sessionStorage.setItem('motcua.said', JSON.stringify(said)); } catch (error) { /* not kept */ }
    waiting = waiting.concat(fresh.reverse());
    if (!busy) { next(); }
  }

  // --- picture ---------------------------------------------------------------------------------
  function turnFoot(step) {
    const lines = root.querySelectorAll('.foot-line');
    if (!lines.length) { return; }
    foot = (foot + step) % lines.length;
    lines.forEach(function (line, place) { line.classList.toggle('on', place === foot); });
  }

  function show(state) {
    if (state.build !== build) { location.reload(); return; } // the site was renewed
    if (state.html !== shown) {
      shown = state.html;
      root.innerHTML = state.html;
      turnFoot(0);
      tick();
    }
    hear(state.calls);
  }

  function tell() {
    const line = document.getElementById('voice-line');
    line.hidden = root.getAttribute('data-sound') === '0' || Boolean(voice());
    line.textContent = words.no_voice;
  }

  function askForSound() {
    const button = document.getElementById('sound');
    if (root.getAttribute('data-sound') === '0' || !AudioMaker) { return; }
    sound = new AudioMaker();
    const look = function () { button.hidden = sound.state === 'running'; };
    const wake = function () {
      sound.resume().then(look);
      if (synth) { synth.resume(); }
    };
    sound.onstatechange = look;
    document.addEventListener('click', wake);
    document.addEventListener('keydown', wake);
    button.addEventListener('click', function () { wake(); setTimeout(chime, 100); });
    look();
  }

  function stayAwake() {
    if (navigator.wakeLock && !document.hidden) { navigator.wakeLock.request('screen').catch(function () {}); }
  }

  try { said = JSON.parse(sessionStorage.getItem('motcua.said')); } catch (error) { /* nothing kept */ }
  askForSound();
  setTimeout(tell, 2500); // voices are often loaded late
  if (synth && synth.addEventListener) { synth.addEventListener('voiceschanged', tell); }
  stayAwake();
  document.addEventListener('visibilitychange', stayAwake);
  setInterval(tick, 1000);
  setInterval(function () { turnFoot(1); }, TURN_OF_FOOT);
  turnFoot(0);
  tick();
  new window.MotcuaLive(root.getAttribute('data-stream'), {
    onState: show,
    onTime: function (time) { ahead = time - Date.now(); },
    onLine: function (line) { document.getElementById('lost').hidden = line === 'open'; },
  });
})();
