// The console works without this; with it, passwords can be shown and nothing is sent twice.
(function () {
  'use strict';
  document.addEventListener('click', function (event) {
    var button = event.target.closest ? event.target.closest('[data-reveal]') : null;
    if (!button) { return; }
    var field = document.getElementById(button.getAttribute('data-reveal'));
    var shown = field.type === 'text';
    field.type = shown ? 'password' : 'text';
    button.setAttribute('aria-pressed', String(!shown));
    button.querySelector('span').textContent = shown ? 'Hiện' : 'Che';
    field.focus();
  });
  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (form.method !== 'post') { return; }
    if (form.hasAttribute('data-sent')) { event.preventDefault(); return; }
    form.setAttribute('data-sent', '');
    // A shown password goes back under cover, or browsers would keep it as ordinary text.
    form.querySelectorAll('[data-reveal][aria-pressed=true]').forEach(function (button) {
      document.getElementById(button.getAttribute('data-reveal')).type = 'password';
    });
  });
  // Back from the next page: the form may be sent again.
  window.addEventListener('pageshow', function () {
    document.querySelectorAll('form[data-sent]').forEach(function (form) { form.removeAttribute('data-sent'); });
  });
  // A menu on a phone closes when somebody looks elsewhere.
  var menu = document.querySelector('.phone-more');
  function leave(event) {
    if (!menu || !menu.open || (event.type === 'click' && menu.contains(event.target))) { return; }
    if (event.type === 'keydown' && event.key !== 'Escape') { return; }
    menu.open = false;
    if (event.type === 'keydown') { menu.querySelector('summary').focus(); }
  }
  document.addEventListener('click', leave);
  document.addEventListener('keydown', leave);
  // An error is where the next key stroke should go.
  var wrong = document.querySelector('[aria-invalid=true]');
  if (wrong) { wrong.focus(); }
})();
