/**
 * What a person typed, from what Slack made of it: `&`, `<` and `>` come as entities, and what looked like an address,
 * a person or a channel comes as `<…|label>`. Only forms that Slack writes are undone.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function readTyped(text: string, botUser: string | undefined): string {
  return text
    .replaceAll(/<([^<>]*)>/g, (whole: string, inner: string) => {
      const bar = inner.indexOf('|');
      const [target, label] = bar < 0 ? [inner, ''] : [inner.slice(0, bar), inner.slice(bar + 1)];
      if (botUser !== undefined && target === `@${botUser}`) return '';
      if (/^@[UW][A-Z0-9]+$/.test(target)) return label === '' ? target : `@${label}`;
      if (/^#[CG][A-Z0-9]+$/.test(target)) return label === '' ? target : `#${label}`;
      if (/^![a-z]/.test(target)) return label === '' ? `@${target.slice(1)}` : label;
      if (!/^(https?:\/\/|mailto:|tel:)/.test(target)) return whole;
      return label === '' ? target : label;
    })
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}
