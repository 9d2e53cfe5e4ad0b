// Text size and colours chosen by the reader; printing and sharing. Loaded first, so that a page
// never flashes in the wrong colours.
(function () {
  'use strict';
  var root = document.documentElement;
  var themes = ['auto', 'light', 'dark'];
  root.className += ' js';

  function read(key, usual) {
    try { return localStorage.getItem(key) || usual; } catch (error) { return usual; }
  }
  function write(key, value) {
    try { localStorage.setItem(key, value); } catch (error) { /* a private window forgets */ }
  }
  var size = Number(read('motcua.size', '1')) || 1;
  var theme = read('motcua.theme', 'auto');
  function apply() {
    root.setAttribute('data-size', String(size));
    root.setAttribute('data-theme', theme);
  }
  apply();

  function label(button, words) {
    var span = button.querySelector('span');
    if (span && words) { span.textContent = words; }
  }
  function relabel() {
    var tools = document.querySelector('.tools');
    if (!tools) { return; }
    var texts = JSON.parse(tools.getAttribute('data-texts'));
    document.querySelectorAll('[data-do=size]').forEach(function (button) {
      label(button, texts[size]);
    });
    document.querySelectorAll('[data-do=theme]').forEach(function (button) {
      label(button, texts[theme]);
    });
  }
  function share(button) {
    var url = button.getAttribute('data-url');
    if (navigator.share) {
      navigator.share({ title: button.getAttribute('data-title'), url: url }).catch(function () {});
      return;
    }
    var done = function () { label(button, button.getAttribute('data-done')); };
    if (navigator.clipboard) {
      navigator.clipboard.writeText(url).then(done, function () { window.prompt('', url); });
    } else {
      window.prompt('', url);
    }
  }
  var actions = {
    size: function () { size = size % 3 + 1; write('motcua.size', String(size)); },
    theme: function () {
      theme = themes[(themes.indexOf(theme) + 1) % themes.length];
      write('motcua.theme', theme);
    },
    print: function () { window.print(); },
    share: share,
  };
  document.addEventListener('DOMContentLoaded', relabel);
  document.addEventListener('click', function (event) {
    var button = event.target.closest ? event.target.closest('[data-do]') : null;
    if (!button) { return; }
    actions[button.getAttribute('data-do')](button);
    apply();
    if (/size|theme/.test(button.getAttribute('data-do'))) { relabel(); }
  });
  window.addEventListener('beforeprint', function () {
    document.querySelectorAll('.card details').forEach(function (fold) { fold.open = true; });
  });
  // A link to one field of the list opens that field.
  document.addEventListener('DOMContentLoaded', function () {
    var fold = location.hash && document.getElementById(location.hash.slice(1));
    if (fold && fold.tagName === 'DETAILS') { fold.open = true; }
  });
})();
