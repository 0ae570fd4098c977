import { entryElement } from './entry.mjs';
import { el } from './element.mjs';
import { repliesTo } from './state.mjs';

/**
 * Messages that change in place. Only what differs is drawn anew, so that a half-typed reason, the focus and the
 * place where one reads survive somebody else's edit.
 */
export class MessageList {
  #node;
  #offers;
  #drawn = new Map();
  #of = '';

  /** `offers.openThread(entry)`: where replies can be opened. */
  constructor(node, offers) {
    this.#node = node;
    this.#offers = offers;
  }

  /** `of` names what is listed; another name starts at its end again. */
  show(entries, of) {
    const isOther = of !== this.#of;
    if (isOther) {
      this.#drawn.clear();
      this.#node.replaceChildren();
      this.#of = of;
    }
    const wasAtEnd = isOther || this.#isAtEnd();
    const kept = new Map();
    let after = null;
    for (const entry of entries) {
      const replies = this.#offers.openThread ? repliesTo(entry) : [];
      const version = JSON.stringify([entry, replies.length]);
      const old = this.#drawn.get(entry.id);
      const node = old?.version === version ? old.node : this.#draw(entry, replies, old?.node);
      kept.set(entry.id, { version, node });
      const at = after === null ? this.#node.firstChild : after.nextSibling;
      if (at !== node) this.#node.insertBefore(node, at);
      after = node;
    }
    for (const [id, { node }] of this.#drawn) if (kept.get(id)?.node !== node) node.remove();
    this.#drawn = kept;
    this.#empty(entries.length === 0);
    if (wasAtEnd) this.#node.scrollTop = this.#node.scrollHeight;
  }

  #draw(entry, replies, old) {
    const node = entryElement(entry, replies, this.#offers);
    const focused = old?.contains(document.activeElement) ? document.activeElement.textContent : '';
    if (old) {
      node.classList.add('changed');
      old.replaceWith(node);
    }
    if (focused !== '') {
      [...node.querySelectorAll('button')].find((b) => b.textContent === focused)?.focus();
    }
    return node;
  }

  #empty(isEmpty) {
    const note = this.#node.querySelector('.nothing');
    if (isEmpty && !note) {
      this.#node.append(
        el(
          'p',
          { class: 'nothing' },
          'Nothing was said here yet. Try ',
          el('code', {}, '/mtgw help'),
          '.',
        ),
      );
    } else if (!isEmpty) note?.remove();
  }

  #isAtEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.#node;
    return scrollHeight - scrollTop - clientHeight < 80;
  }
}
