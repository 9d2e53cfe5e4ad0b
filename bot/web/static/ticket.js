// The slip looks again by itself: only the part that changed is replaced, and a break is told.
(function () {
  'use strict';
  const main = document.getElementById('main');
  const pause = Number(main.dataset.seconds) * 1000;
  const lost = document.getElementById('slip-lost');
  let timer = null;

  function again() {
    clearTimeout(timer);
    fetch(window.location.href, { cache: 'no-store', headers: { Accept: 'text/html' } })
      .then(function (response) {
        if (!response.ok) { throw new Error(String(response.status)); }
        return response.text();
      })
      .then(show)
      .catch(function () {
        lost.textContent = main.dataset.lost;
        lost.hidden = false;
        timer = setTimeout(again, 5000);
      });
  }

  function show(text) {
    const page = new DOMParser().parseFromString(text, 'text/html');
    const fresh = page.getElementById('slip');
    const now = document.getElementById('slip');
    lost.hidden = true;
    if (fresh.innerHTML !== now.innerHTML) { now.replaceWith(fresh); }
    if (fresh.hasAttribute('data-live')) { timer = setTimeout(again, pause); }
  }

  timer = setTimeout(again, pause);
  window.addEventListener('online', again);
  document.addEventListener('visibilitychange', function () {
    if (!document.hidden) { again(); }
  });
}());
