// Reading aloud and dictation, where the browser has them in Vietnamese; else nothing is shown.
(function () {
  'use strict';
  const synth = window.speechSynthesis;
  const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
  const language = document.documentElement.lang || 'vi';
  let reading = null;

  function voice() {
    if (!synth || !window.SpeechSynthesisUtterance) { return null; }
    return synth.getVoices().filter(function (each) {
      return each.lang.toLowerCase().replace('_', '-').indexOf(language) === 0;
    })[0] || null;
  }

  function stop() {
    if (synth) { synth.cancel(); }
    if (reading) { reading(); reading = null; }
  }

  // Read the lines one by one: long texts in one piece are cut off by some browsers.
  function read(lines, ended) {
    stop();
    const by = voice();
    if (!by) { return false; }
    reading = ended;
    const mine = ended;
    lines.forEach(function (line, place) {
      const utterance = new SpeechSynthesisUtterance(line);
      utterance.voice = by;
      utterance.lang = by.lang;
      utterance.rate = 0.9;
      if (place === lines.length - 1) {
        utterance.onend = utterance.onerror = function () {
          if (reading === mine) { reading = null; ended(); }
        };
      }
      synth.speak(utterance);
    });
    return true;
  }

  function dictation(onWords, onEnd) {
    if (!Recognition) { return null; }
    const ear = new Recognition();
    ear.lang = language === 'vi' ? 'vi-VN' : language;
    ear.interimResults = true;
    ear.onresult = function (event) {
      let words = '';
      for (let place = 0; place < event.results.length; place += 1) {
        words += event.results[place][0].transcript;
      }
      onWords(words);
    };
    ear.onerror = function (event) { onEnd(event.error); };
    ear.onend = function () { onEnd(''); };
    return ear;
  }

  window.MotcuaVoice = {
    dictation: dictation,
    read: read,
    stop: stop,
    canRead: function () { return Boolean(voice()); },
    onVoices: function (call) {
      if (synth && synth.addEventListener) { synth.addEventListener('voiceschanged', call); }
    },
  };
})();
