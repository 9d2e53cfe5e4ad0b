// A live page's line to the server: whole states as they change, signs of life in between. After a
// break it comes back by itself and names the state it has; nothing is missed and nothing twice.
(function () {
  'use strict';
  const SHORTEST_WAIT = 400;
  const LONGEST_WAIT = 3000;
  const PATIENCE = 12500; // three signs of life

  // calls: onState(object), onLine('open'|'lost'), onTime(milliseconds by the server's clock)
  function Live(address, calls) {
    this.address = address;
    this.calls = calls;
    this.has = '';
    this.source = null;
    this.failures = 0;
    this.timer = this.watch = null;
    const self = this;
    window.addEventListener('online', function () { self.again(); });
    window.addEventListener('offline', function () { self.lost(); });
    window.addEventListener('pageshow', function () { if (!self.source) { self.again(); } });
    window.addEventListener('pagehide', function () { self.close(); });
    document.addEventListener('visibilitychange', function () {
      if (!document.hidden && !self.source) { self.again(); }
    });
    this.again();
  }

  Live.prototype.again = function () {
    this.close();
    const joint = this.address.indexOf('?') < 0 ? '?' : '&';
    const source = this.source = new EventSource(this.address + joint + 'after=' + this.has);
    const self = this;
    source.addEventListener('state', function (event) {
      self.alive();
      self.has = event.lastEventId;
      self.calls.onState(JSON.parse(event.data));
    });
    source.addEventListener('beat', function (event) {
      self.alive();
      if (self.calls.onTime) { self.calls.onTime(Date.parse(event.data)); }
    });
    source.onerror = function () { if (self.source === source) { self.lost(); } };
    this.expect();
  };

  Live.prototype.alive = function () {
    this.failures = 0;
    this.expect();
    this.calls.onLine('open');
  };

  Live.prototype.expect = function () {
    clearTimeout(this.watch);
    this.watch = setTimeout(this.lost.bind(this), PATIENCE);
  };

  Live.prototype.close = function () {
    clearTimeout(this.timer);
    clearTimeout(this.watch);
    if (this.source) { this.source.close(); this.source = null; }
  };

  // The browser's own way of coming back gives up on an error page: a proxy shows one in a restart.
  Live.prototype.lost = function () {
    this.close();
    this.calls.onLine('lost');
    const wait = Math.min(LONGEST_WAIT, SHORTEST_WAIT * Math.pow(2, this.failures));
    this.failures += 1;
    this.timer = setTimeout(this.again.bind(this), wait * (0.7 + 0.6 * Math.random()));
  };

  window.MotcuaLive = Live;
})();
