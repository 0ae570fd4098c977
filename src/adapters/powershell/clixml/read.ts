import { setImmediate as nextTurn } from 'node:timers/promises';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import type { PsValue } from '../../../ports/shells';
import { ObjectDraft } from './object-draft';
import { PRIMITIVES } from './primitives';

type Container = 'list' | 'dictionary' | 'properties';
const CONTAINERS: ReadonlyMap<string, Container> = new Map([
  ['LST', 'list'],
  ['QUE', 'list'],
  ['STK', 'list'],
  ['IE', 'list'],
  ['DCT', 'dictionary'],
  ['Props', 'properties'],
  ['MS', 'properties'],
]);

/** PowerShell itself writes some 45 levels. Deeper ones would end whoever walks them. */
const deepest = 200;

/**
 * The objects of a CLIXML document, as plain data. Throws an Error for text that is not well-formed or not
 * CLIXML: an answer that is half understood is no answer.
 */
export function readClixml(xml: string): PsValue[] {
  const reader = openReader();
  reader.write(xml);
  return reader.end();
}

/** The same of a document that comes in parts, with a turn for everybody else after each: what one gateway says keeps nobody waiting. */
export async function readClixmlInTurns(parts: AsyncIterable<string>): Promise<PsValue[]> {
  const reader = openReader();
  let isFirst = true;
  for await (const part of parts) {
    if (!isFirst) await nextTurn();
    isFirst = false;
    reader.write(part);
  }
  return reader.end();
}

function openReader(): { write(part: string): void; end(): PsValue[] } {
  const top: PsValue[] = [];
  const drafts: ObjectDraft[] = [];
  const shared = { types: new Map<string, string[]>(), objects: new Map<string, PsValue>() };
  const names: (string | undefined)[] = [];
  let text = '';
  let started = false;

  function place(value: PsValue, name: string | undefined): void {
    const holder = drafts.at(-1);
    if (holder) holder.take(value, name);
    else top.push(value);
  }

  function open({ name, attributes }: SaxesTagPlain): void {
    text = '';
    if (!started) {
      if (name !== 'Objs') throw new Error(`CLIXML begins with Objs, this with ${name}.`);
      started = true;
      return;
    }
    if (PRIMITIVES.has(name)) names.push(attributes['N']);
    else if (name === 'Obj') {
      if (drafts.length >= deepest) throw new Error(`CLIXML is nested deeper than ${deepest}.`);
      drafts.push(new ObjectDraft(attributes['N'], attributes['RefId'], shared));
    } else if (name === 'Ref')
      place(shared.objects.get(attributes['RefId'] ?? '') ?? null, attributes['N']);
    else if (name === 'TN') drafts.at(-1)?.nameTypes(attributes['RefId'] ?? '');
    else if (name === 'TNRef') drafts.at(-1)?.sameTypesAs(attributes['RefId'] ?? '');
    else if (CONTAINERS.has(name)) drafts.at(-1)?.enter(CONTAINERS.get(name) as Container);
    else if (name !== 'T' && name !== 'ToString' && name !== 'En') {
      throw new Error(`Unknown CLIXML element ${name}.`);
    }
  }

  function close({ name }: SaxesTagPlain): void {
    const convert = PRIMITIVES.get(name);
    if (convert) place(convert(text), names.pop());
    else if (name === 'Obj') {
      const draft = drafts.pop() as ObjectDraft;
      place(draft.finish(), draft.name);
    } else if (name === 'T') drafts.at(-1)?.addType(text);
    else if (name === 'ToString') drafts.at(-1)?.saySo(text);
    text = '';
  }

  const parser = new SaxesParser();
  parser.on('error', (problem) => {
    throw new Error(`Not CLIXML: ${problem.message}`);
  });
  parser.on('text', (part) => {
    text += part;
  });
  parser.on('opentag', open);
  parser.on('closetag', close);
  return {
    write: (part) => void parser.write(part),
    end() {
      parser.close();
      return top;
    },
  };
}
