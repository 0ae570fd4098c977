import type { Offer, Offers } from '../../ports/offers';
import type { Log } from '../../ports/log';
import type { Vault } from '../../ports/vault';
import type { Route } from './server';

const lifeMs = 15 * 60_000;

/**
 * The page that shows a generated key once. GET shows only a button, because chats fetch every link for a preview;
 * POST takes the offer away and shows the key. A second POST, or a late one, finds nothing.
 */
export function createKeyPage(options: {
  vault: Pick<Vault, 'open'>;
  offers: Offers;
  log: Log;
  /** Called with the offer before the key leaves: when this fails, nothing is shown. */
  onReveal(offer: Offer): Promise<void>;
}): { route: Route; offer(offer: Offer): Promise<string> } {
  const { vault, offers, log, onReveal } = options;
  const route: Route = {
    prefix: '/key',
    async handle(request, response, token) {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.setHeader('Referrer-Policy', 'no-referrer');
      response.setHeader(
        'Content-Security-Policy',
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
      );
      if (!/^[\w-]{10,80}$/.test(token)) {
        response.writeHead(404).end(page('There is no such page', gone));
        return;
      }
      if (request.method !== 'POST') {
        // A look without taking it: a page that has ended says so before the button is pressed.
        const there = await offers.has(token);
        response.writeHead(there ? 200 : 410);
        response.end(
          there ? page('A pre-shared key, shown once', ask) : page('This page has ended', gone),
        );
        return;
      }
      const offer = await offers.take(token);
      const key = offer === undefined ? undefined : await vault.open({ secret: offer.secret });
      if (offer === undefined || key === undefined) {
        response.writeHead(410).end(page('This page has ended', gone));
        return;
      }
      try {
        await onReveal(offer);
      } catch (error) {
        log.warn({ request: offer.request, err: error }, 'a generated key was not shown');
        response.writeHead(410).end(page('This page has ended', gone));
        return;
      }
      log.info({ request: offer.request, to: offer.to }, 'a generated key was shown');
      response
        .writeHead(200)
        .end(page(`The key of ${escape(offer.request)}`, shownOnce(key, offer.line)));
    },
  };
  return {
    route,
    offer: (offer) => offers.make(offer, lifeMs),
  };
}

const ask = `<p>The key is shown once, here, and then never again. Have the far end's configuration open.</p>
<form method="post"><button>Show the key</button></form>`;

const gone = `<p>The key was shown already, or 15 minutes have passed. Press "Get the key" in the chat for a new page;
once the key was shown there is none. If it is lost, remove the tunnel and add it again: that makes a new key.</p>`;

function shownOnce(key: string, line: string): string {
  return `<p>For <code>${escape(line)}</code>.</p><p>Copy it now. It is gone when you leave this page.</p><pre>${escape(key)}</pre>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem;color:#1b1f24}
pre{font-size:1.1rem;padding:1rem;background:#f2f4f7;border-radius:8px;white-space:pre-wrap;word-break:break-all}
button{font:inherit;padding:.6rem 1.2rem;border:0;border-radius:8px;background:#0b5fff;color:#fff;cursor:pointer}</style>
<h1>${title}</h1>${body}</html>`;
}
