// Without scripts the page loads itself anew every two seconds; with them only its middle is
// exchanged, and focus stays where it is.
(function () {
  'use strict';
  var live = document.getElementById('live');
  function exchange(fresh) {
    var form = document.activeElement && document.activeElement.form;
    var action = form && live.contains(form) ? form.getAttribute('action') : null;
    live.innerHTML = fresh.innerHTML;
    if (!action) { return; }
    live.querySelectorAll('form').forEach(function (each) {
      if (each.getAttribute('action') === action) { each.querySelector('button').focus(); }
    });
  }
  function look() {
    fetch(location.pathname, { headers: { Accept: 'text/html' } }).then(function (response) {
      return response.ok && !response.redirected ? response.text() : '';
    }).then(function (text) {
      var page = new DOMParser().parseFromString(text, 'text/html');
      var fresh = page.getElementById('live');
      if (!fresh || !fresh.hasAttribute('data-running')) { location.reload(); return; }
      exchange(fresh);
      setTimeout(look, 2000);
    }).catch(function () { setTimeout(look, 5000); });
  }
  setTimeout(look, 1500);
})();
