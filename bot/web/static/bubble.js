// Turns a message into a bubble: title, labelled lines, list rows, check rows, quick replies.
// Everything a person or the server wrote goes in as text, never as HTML.
(function () {
  'use strict';
  const LABELLED = /^\*\*(.+?)\*\*:?\s*(.*)$/;
  const ITEM = /^([☐☑●◉○•]|-(?=\s)|\d{1,2}\.(?=\s))\s*(.+)$/;
  const SOURCE = /^(?:Nguồn|Source):/;
  const TICK = /^[☐☑]\s*/;
  const LINK = /(https?:\/\/[^\s<>«»"]+[^\s<>«»".,;:!?)]|\b0\d{2,3}[ .]?\d{3}[ .]?\d{3,4}\b|\*\*.+?\*\*)/;

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) { element.className = className; }
    if (text) { element.textContent = text; }
    return element;
  }

  function addWords(parent, line) {
    line.split(LINK).forEach(function (piece, place) {
      if (!piece) { return; }
      if (place % 2 === 0) { parent.appendChild(document.createTextNode(piece)); return; }
      if (piece.slice(0, 2) === '**') {
        parent.appendChild(make('strong', '', piece.slice(2, -2)));
        return;
      }
      const link = make('a', '', piece);
      if (piece[0] === '0') {
        link.href = 'tel:' + piece.replace(/[ .]/g, '');
      } else {
        link.href = piece;
        link.rel = 'noopener';
        link.target = '_blank';
      }
      parent.appendChild(link);
    });
  }

  function addText(parent, lines) {
    lines.forEach(function (line, place) {
      const labelled = LABELLED.exec(line);
      const item = ITEM.exec(line);
      let kind = 'line';
      if (labelled) { kind = place === 0 ? 'title' : 'label'; }
      else if (SOURCE.test(line)) { kind = 'source'; }
      else if (item) { kind = 'item'; }
      const part = make('p', 'part ' + kind);
      if (labelled) {
        part.appendChild(make('strong', '', labelled[1]));
        if (labelled[2]) { part.appendChild(document.createTextNode(' ')); }
        addWords(part, labelled[2]);
      } else if (kind === 'item') {
        part.appendChild(make('span', 'sign', item[1]));
        addWords(part.appendChild(make('span')), item[2]);
      } else {
        addWords(part, line);
      }
      parent.appendChild(part);
    });
  }

  function isCheck(choice) { return choice.value.indexOf('check:') === 0 && TICK.test(choice.label); }

  // A list of papers stands in the text and again as check rows: keep it once, what the text says
  // about a paper below its name.
  function joinChecks(lines, checks) {
    const about = {};
    const rest = lines.filter(function (line) {
      const item = ITEM.exec(line);
      return !item || !checks.some(function (choice) {
        const name = choice.label.replace(TICK, '').replace(/…$/, '').trim();
        if (about[choice.value] !== undefined || item[2].indexOf(name) !== 0) { return false; }
        about[choice.value] = choice.label.slice(-1) === '…' ? item[2] : item[2].slice(name.length);
        return true;
      });
    });
    return { rest: rest, about: about };
  }

  function checkRow(choice, about) {
    const row = make('button', 'check');
    row.type = 'button';
    row.setAttribute('role', 'checkbox');
    row.setAttribute('aria-checked', String(choice.label[0] === '☑'));
    row.setAttribute('data-value', choice.value);
    row.appendChild(make('span', 'box'));
    const cut = choice.label.slice(-1) === '…' && about;
    const words = make('span', 'words', cut ? about : choice.label.replace(TICK, ''));
    const more = cut ? '' : about.replace(/^[\s.,;:–-]+/, '').replace(/^\((.*?)\)\.?\s*/, function (all, inside) {
      return inside.charAt(0).toUpperCase() + inside.slice(1) + '. ';
    }).trim();
    if (more) { words.appendChild(make('span', 'more', more)); }
    row.appendChild(words);
    return row;
  }

  function chip(choice, texts) {
    let element;
    if (choice.url && /^(https?:|tel:|\/)/.test(choice.url)) {
      element = make('a', 'chip goes', choice.label);
      element.href = choice.url;
      if (/^https?:/.test(choice.url)) {
        element.target = '_blank';
        element.rel = 'noopener';
        element.appendChild(make('span', 'hidden-text', ' (' + texts.opens_page + ')'));
      }
    } else {
      element = make('button', 'chip', choice.label);
      element.type = 'button';
      element.setAttribute('data-value', choice.value);
    }
    return element;
  }

  // Fill a row with a message; the same row is filled again when the message is replaced.
  function fill(row, frame, texts) {
    const hadFocus = row.contains(document.activeElement) ? document.activeElement : null;
    const place = hadFocus ? Array.prototype.indexOf.call(row.querySelectorAll('button'), hadFocus) : -1;
    row.textContent = '';
    row.setAttribute('data-id', frame.id || '');
    const bubble = make('div', 'bubble');
    bubble.appendChild(make('span', 'hidden-text', texts.it_said + ': '));
    const checks = frame.choices.filter(isCheck);
    const joined = joinChecks(frame.text.split('\n'), checks);
    addText(bubble, joined.rest);
    if (checks.length) {
      const list = make('div', 'checks');
      checks.forEach(function (choice) { list.appendChild(checkRow(choice, joined.about[choice.value] || '')); });
      bubble.appendChild(list);
    }
    row.appendChild(bubble);
    const others = frame.choices.filter(function (choice) { return !isCheck(choice); });
    if (others.length) {
      const chips = make('div', others.length > 9 ? 'chips many' : 'chips');
      others.forEach(function (choice) { chips.appendChild(chip(choice, texts)); });
      row.appendChild(chips);
    }
    const again = place >= 0 ? row.querySelectorAll('button')[place] : null;
    if (again) { again.focus(); }
  }

  function mine(text, texts) {
    const row = make('div', 'row mine');
    const bubble = make('div', 'bubble');
    bubble.appendChild(make('span', 'hidden-text', texts.you_said + ': '));
    bubble.appendChild(document.createTextNode(text));
    row.appendChild(bubble);
    return row;
  }

  // What a voice should read: no marks, a pause after every line.
  function spoken(frame) {
    const lines = frame.text.split('\n').concat(frame.choices.filter(isCheck).map(function (choice) {
      return choice.label;
    }));
    return lines.map(function (line) {
      return line.replace(/\*\*/g, '').replace(/[☐☑●◉○•«»▪]/g, ' ').trim();
    }).filter(Boolean);
  }

  window.MotcuaBubble = { make: make, fill: fill, mine: mine, spoken: spoken };
})();
