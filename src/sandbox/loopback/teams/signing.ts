import { createSign, generateKeyPair, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';

/** A key of the platform, made at start, with which it signs what it sends to bots (RFC 7515, RS256). */
export interface Signer {
  /** As published for bots (RFC 7517), with the channels it speaks for. */
  jwk: Record<string, unknown>;
  sign(claims: Record<string, unknown>): string;
}

/** An RSA key of 2,048 bits. @param endorsements the channels that it may speak for, such as `msteams` */
export async function createSigner(endorsements: readonly string[]): Promise<Signer> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
  });
  const kid = randomUUID();
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return {
    jwk: {
      ...publicKey.export({ format: 'jwk' }),
      kid,
      use: 'sig',
      alg: 'RS256',
      endorsements: [...endorsements],
    },
    sign(claims) {
      const input = `${encode({ alg: 'RS256', typ: 'JWT', kid })}.${encode(claims)}`;
      return `${input}.${createSign('RSA-SHA256').update(input).sign(privateKey, 'base64url')}`;
    },
  };
}

/** What Teams claims about an activity that it sends, valid for an hour. */
export function claimsFor(appId: string, serviceUrl: string): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: 'https://api.botframework.com',
    aud: appId,
    serviceurl: serviceUrl,
    nbf: now - 5,
    exp: now + 3600,
  };
}
