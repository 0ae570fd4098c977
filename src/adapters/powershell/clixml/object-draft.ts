import type { PsValue } from '../../../ports/shells';
import { unescapeText } from './escape';

/** What `TNRef` and `Ref` point to: earlier type names and earlier objects of the same document. */
export interface Shared {
  types: Map<string, string[]>;
  objects: Map<string, PsValue>;
}

/** Their properties say less than their text: an IPAddress is a number in network order. */
const SAID_BY_TEXT =
  /^(Deserialized\.)?System\.Net\.(IPAddress|IPEndPoint|NetworkInformation\.PhysicalAddress)$/;
const ENUM = /^(Deserialized\.)?System\.Enum$/;

/** One `Obj` element while it is read. */
export class ObjectDraft {
  readonly name: string | undefined;
  readonly #id: string | undefined;
  readonly #shared: Shared;
  #types: string[] = [];
  #said: string | undefined;
  #primitive: PsValue | undefined;
  #items: PsValue[] | undefined;
  #keys: PsValue[] | undefined;
  #properties: [string, PsValue][] | undefined;
  #into: 'list' | 'dictionary' | 'properties' | undefined;

  constructor(name: string | undefined, id: string | undefined, shared: Shared) {
    this.name = name;
    this.#id = id;
    this.#shared = shared;
  }

  nameTypes(id: string): void {
    this.#types = [];
    this.#shared.types.set(id, this.#types);
  }

  sameTypesAs(id: string): void {
    this.#types = this.#shared.types.get(id) ?? [];
  }

  addType(type: string): void {
    this.#types.push(type);
  }

  saySo(text: string): void {
    this.#said = unescapeText(text);
  }

  enter(container: 'list' | 'dictionary' | 'properties'): void {
    this.#into = container;
    if (container === 'properties') this.#properties ??= [];
    else this.#items ??= [];
    if (container === 'dictionary') this.#keys ??= [];
  }

  /** A child has been read: an item, a key or value of a table, a property, or the value behind the object. */
  take(value: PsValue, name: string | undefined): void {
    if (this.#into === 'properties') {
      this.#properties?.push([unescapeText(name ?? ''), value]);
    } else if (this.#into === 'dictionary' && name === 'Key') {
      this.#keys?.push(value);
    } else if (this.#into !== undefined) {
      this.#items?.push(value);
    } else {
      this.#primitive = value;
    }
  }

  finish(): PsValue {
    const value = this.#value();
    if (this.#id !== undefined) this.#shared.objects.set(this.#id, value);
    return value;
  }

  #value(): PsValue {
    if (this.#keys) {
      const items = this.#items ?? [];
      return Object.fromEntries(this.#keys.map((key, i) => [keyText(key), items[i] ?? null]));
    }
    if (this.#items) return this.#items;
    if (this.#primitive !== undefined) {
      const isEnum = this.#said !== undefined && this.#types.some((type) => ENUM.test(type));
      return isEnum ? { text: this.#said as string, number: this.#primitive } : this.#primitive;
    }
    if (this.#said !== undefined) {
      const onlyText = this.#properties === undefined || SAID_BY_TEXT.test(this.#types[0] ?? '');
      if (onlyText) return this.#said;
    }
    // Own properties even for `__proto__`; where adapted and extended ones share a name the extended one holds.
    return Object.fromEntries(this.#properties ?? []);
  }
}

/** A key is a text or a number. What else it may be has no name, and may be shared a thousand times inside itself. */
function keyText(key: PsValue): string {
  const said = typeof key === 'object' && key !== null && !Array.isArray(key) ? key['text'] : key;
  return typeof said === 'object' && said !== null ? 'an object' : String(said);
}
