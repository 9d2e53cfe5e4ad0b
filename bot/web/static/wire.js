// The line to the server: keeps what was not answered, sends it again with the same id, and after a
// break asks for what came meanwhile. Nothing is lost, nothing comes twice.
(function () {
  'use strict';
  const LONGEST_WAIT = 15000;
  const PATIENCE = 12000; // a line that looks open but answers nothing for so long is opened anew
  const MOST_TRIES = 6;

  function Wire(state, calls) {
    this.state = state; // {pending: [{frame, tries}], last: ''}
    this.calls = calls; // onFrame(frame), onState('open'|'closed'), onRefused(frame), onChange()
    this.socket = null;
    this.failures = 0;
    this.timer = null;
    this.watch = null;
    const again = this.connect.bind(this);
    window.addEventListener('online', again);
    document.addEventListener('visibilitychange', function () { if (!document.hidden) { again(); } });
    window.addEventListener('pageshow', again);
  }

  Wire.prototype.connect = function () {
    if (this.socket && this.socket.readyState <= 1) { return; }
    clearTimeout(this.timer);
    const scheme = location.protocol === 'https:' ? 'wss://' : 'ws://';
    const address = scheme + location.host + '/chat/ws?after=' + encodeURIComponent(this.state.last);
    const socket = this.socket = new WebSocket(address);
    const self = this;
    socket.onopen = function () {
      self.failures = 0;
      self.calls.onState('open');
      self.state.pending.forEach(function (item) { socket.send(JSON.stringify(item.frame)); });
      self.expect();
    };
    socket.onmessage = function (event) {
      if (self.socket === socket) { self.take(JSON.parse(event.data)); }
    };
    socket.onclose = function () { if (self.socket === socket) { self.lost(); } };
  };

  Wire.prototype.lost = function () {
    this.socket = null;
    clearTimeout(this.watch);
    this.calls.onState('closed');
    const wait = Math.min(LONGEST_WAIT, 500 * Math.pow(2, this.failures));
    this.failures += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(this.connect.bind(this), wait * (0.7 + 0.6 * Math.random()));
  };

  Wire.prototype.drop = function () {
    const socket = this.socket;
    if (!socket) { return; }
    this.lost();
    socket.close();
  };

  // Opens the line anew when an answer does not come.
  Wire.prototype.expect = function () {
    clearTimeout(this.watch);
    if (this.state.pending.length) { this.watch = setTimeout(this.drop.bind(this), PATIENCE); }
  };

  Wire.prototype.send = function (frame) {
    this.state.pending.push({ frame: frame, tries: 0 });
    this.calls.onChange();
    if (this.socket && this.socket.readyState === 1) {
      this.socket.send(JSON.stringify(frame));
      this.expect();
    } else {
      this.connect();
    }
  };

  Wire.prototype.find = function (id) {
    return this.state.pending.filter(function (item) { return item.frame.id === id; })[0];
  };

  Wire.prototype.settle = function (id) {
    this.state.pending = this.state.pending.filter(function (item) { return item.frame.id !== id; });
    this.expect();
  };

  Wire.prototype.take = function (frame) {
    if (frame.error) { this.refused(frame); return; }
    if (frame.reply_to) { this.settle(frame.reply_to); }
    if (frame.id && frame.id > this.state.last) { this.state.last = frame.id; }
    this.calls.onFrame(frame);
    this.calls.onChange();
  };

  Wire.prototype.refused = function (frame) {
    const item = this.find(frame.reply_to);
    const worthAnother = frame.error === 'too_fast' || frame.error === 'failed';
    if (item && worthAnother && item.tries < MOST_TRIES) {
      item.tries += 1;
      const self = this;
      setTimeout(function () {
        if (self.find(item.frame.id) && self.socket && self.socket.readyState === 1) {
          self.socket.send(JSON.stringify(item.frame));
        }
      }, 1500 * item.tries);
      return;
    }
    if (item) { this.settle(frame.reply_to); }
    this.calls.onRefused(frame);
    this.calls.onChange();
  };

  window.MotcuaWire = Wire;
})();
