import { escapeText } from './escape';

/** What can be written: the plain data of parameters and requests. */
export type Writable = string | number | boolean | null | Writable[] | { [key: string]: Writable };

/**
 * CLIXML for `PSSerializer.Deserialize`: text, numbers, truth, null, lists and tables. A table becomes a
 * Hashtable, a list an ArrayList. Throws TypeError for a number that is not finite and for anything that is not
 * plain data, because a value that quietly became something else would be bound to a cmdlet.
 */
export function writeClixml(value: Writable): string {
  let nextId = 0;

  function write(held: Writable, name: string): string {
    switch (typeof held) {
      case 'string':
        return `<S${name}>${escapeText(held)}</S>`;
      case 'boolean':
        return `<B${name}>${held}</B>`;
      case 'number':
        return writeNumber(held, name);
      case 'object':
        return held === null ? `<Nil${name}/>` : writeContainer(held, name);
      default:
        throw new TypeError(`A ${typeof held} cannot be handed to PowerShell.`);
    }
  }

  function writeContainer(held: Writable[] | { [key: string]: Writable }, name: string): string {
    const opening = `<Obj${name} RefId="${nextId++}">`;
    if (Array.isArray(held)) {
      return `${opening}<LST>${held.map((item) => write(item, '')).join('')}</LST></Obj>`;
    }
    const prototype: unknown = Object.getPrototypeOf(held);
    if (prototype !== Object.prototype && prototype !== null) {
      throw new TypeError('Only plain objects can be handed to PowerShell.');
    }
    const entries = Object.entries(held).map(
      ([key, item]) => `<En><S N="Key">${escapeText(key)}</S>${write(item, ' N="Value"')}</En>`,
    );
    return `${opening}<DCT>${entries.join('')}</DCT></Obj>`;
  }

  const body = write(value, '');
  return `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">${body}</Objs>`;
}

function writeNumber(value: number, name: string): string {
  if (!Number.isFinite(value)) throw new TypeError(`${value} cannot be handed to PowerShell.`);
  // A negative zero is a whole number to JavaScript, but only a double keeps its sign, and its text has lost it.
  if (Object.is(value, -0)) return `<Db${name}>-0</Db>`;
  if (!Number.isSafeInteger(value)) return `<Db${name}>${value}</Db>`;
  const tag = value === (value | 0) ? 'I32' : 'I64';
  return `<${tag}${name}>${value}</${tag}>`;
}
