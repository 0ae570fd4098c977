/* Slack's markup as its client shows it: docs.slack.dev/messaging/formatting-message-text */

/** What a person reads for the three characters that markup escapes. */
export function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** The characters that remain of markup: signs of formatting go, mentions and links become what they stand for. */
export function showMarkup(text: string): string {
  const linked = text.replaceAll(/<([^<>]+)>/g, (_whole, inner: string) => {
    const [target = '', label] = inner.split('|');
    if (label !== undefined) return label;
    return /^[!@#]/.test(target) ? `(mention ${target.slice(1)})` : target;
  });
  const formatted = linked.replaceAll(
    /(^|[\s(])([*_~`])(\S(?:[^\n]*?\S)?)\2(?=$|[\s).,:;!?])/g,
    (_whole, before: string, _sign, inner: string) => before + inner,
  );
  return unescape(showEmoji(formatted));
}

/** `:name:` is drawn as a picture wherever emoji are on. */
export function showEmoji(text: string): string {
  return text.replaceAll(/:([a-z0-9_+-]{2,}):/g, '(emoji $1)');
}

/** As Slack sends what people type, so that no markup of theirs reaches the bot as such. */
export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
