import { readClixml } from '../../../../src/adapters/powershell/clixml/read';

const NS = 'xmlns="http://schemas.microsoft.com/powershell/2004/04"';
const read = (body: string) => readClixml(`<Objs Version="1.1.0.1" ${NS}>${body}</Objs>`)[0];

const objs = (inner: string) =>
  `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">${inner}</Objs>`;

describe('CLIXML that is made to hurt', () => {
  it('is refused when it is nested deeper than PowerShell itself would write', () => {
    const nested = (depth: number) =>
      objs('<Obj><LST>'.repeat(depth) + '</LST></Obj>'.repeat(depth));
    expect(() => readClixml(nested(200))).not.toThrow();
    expect(() => readClixml(nested(201))).toThrow('nested deeper than 200');
  });

  it('may share an object as a key of itself, again and again, and stays small', () => {
    const level = (id: number) =>
      `<Obj RefId="${id}"><LST><Ref RefId="${id - 1}"/><Ref RefId="${id - 1}"/></LST></Obj>`;
    const levels = Array.from({ length: 40 }, (_, i) => level(i + 1)).join('');
    const key = '<Obj N="Key"><LST><Ref RefId="40"/></LST></Obj><S N="Value">x</S>';
    const xml = objs(`<S>a</S>${levels}<Obj><DCT><En>${key}</En></DCT></Obj>`);
    expect(readClixml(xml).at(-1)).toEqual({ 'an object': 'x' });
  });
});

describe('Reading CLIXML', () => {
  it.each([
    ['<I32>-1</I32>', -1],
    ['<U32>4294967295</U32>', 4294967295],
    ['<I64>9007199254740991</I64>', Number.MAX_SAFE_INTEGER],
    ['<U64>18446744073709551615</U64>', 18446744073709551615n],
    ['<By>255</By>', 255],
    ['<C>120</C>', 'x'],
    ['<D>1.5</D>', 1.5],
    ['<Db>-INF</Db>', Number.NEGATIVE_INFINITY],
    ['<Db>NaN</Db>', Number.NaN],
    ['<B>true</B>', true],
    ['<TS>PT1H2M3S</TS>', 'PT1H2M3S'],
    ['<DT>2024-01-02T03:04:05.6789Z</DT>', '2024-01-02T03:04:05.6789Z'],
    ['<G>6f9619ff-8b86-d011-b42d-00cf4fc964ff</G>', '6f9619ff-8b86-d011-b42d-00cf4fc964ff'],
    ['<Version>1.2.3</Version>', '1.2.3'],
    ['<URI>http://a/</URI>', 'http://a/'],
    ['<BA>AQI=</BA>', 'AQI='],
    ['<S>_x005F_x0041_ _xD83D__xDE00_ &lt;</S>', '_x0041_ 😀 <'],
    ['<S></S>', ''],
    ['<Nil />', null],
    ['<SS>01000000d08c</SS>', null],
  ])('%s is %p', (body, value) => {
    expect(read(body)).toEqual(value);
  });

  it('makes an enumeration its text and its number, local or deserialized', () => {
    for (const prefix of ['', 'Deserialized.']) {
      const types = `<TN RefId="0"><T>${prefix}System.DayOfWeek</T><T>${prefix}System.Enum</T></TN>`;
      expect(read(`<Obj RefId="0">${types}<ToString>Friday</ToString><I32>5</I32></Obj>`)).toEqual({
        text: 'Friday',
        number: 5,
      });
    }
  });

  it('keeps a list of one a list, and takes queues, stacks and sequences for lists', () => {
    for (const tag of ['LST', 'QUE', 'STK', 'IE']) {
      expect(read(`<Obj RefId="0"><${tag}><I32>1</I32></${tag}></Obj>`)).toEqual([1]);
    }
    expect(read('<Obj RefId="0"><LST /></Obj>')).toEqual([]);
  });

  it('joins adapted and extended properties; the extended one holds', () => {
    const body = '<Props><S N="A">adapted</S><S N="B">b</S></Props><MS><S N="A">extended</S></MS>';
    expect(read(`<Obj RefId="0"><ToString>x</ToString>${body}</Obj>`)).toEqual({
      A: 'extended',
      B: 'b',
    });
  });

  it('takes the text of what has nothing else to say, and of an address', () => {
    expect(read('<Obj RefId="0"><ToString>System.Thing</ToString></Obj>')).toBe('System.Thing');
    const types = '<TN RefId="0"><T>System.Net.IPAddress</T></TN>';
    const body = `${types}<ToString>10.0.0.1</ToString><Props><I64 N="Address">16777226</I64></Props>`;
    expect(read(`<Obj RefId="0">${body}</Obj>`)).toBe('10.0.0.1');
    expect(read('<Obj RefId="0"><MS /></Obj>')).toEqual({});
  });

  it('takes the value of a text that carries properties', () => {
    expect(read('<Obj RefId="0"><S>x</S><MS><S N="PSPath">y</S></MS></Obj>')).toBe('x');
  });

  it('follows references to earlier objects, and cuts a circle', () => {
    const body =
      '<Obj N="a" RefId="1"><LST><I32>1</I32></LST></Obj><Ref N="b" RefId="1" /><Ref N="c" RefId="0" />';
    expect(read(`<Obj RefId="0"><MS>${body}</MS></Obj>`)).toEqual({ a: [1], b: [1], c: null });
  });

  it('reads a table in a table, with keys that are no text', () => {
    const inner =
      '<Obj N="Value" RefId="1"><DCT><En><I32 N="Key">1</I32><Nil N="Value" /></En></DCT></Obj>';
    expect(read(`<Obj RefId="0"><DCT><En><S N="Key">k</S>${inner}</En></DCT></Obj>`)).toEqual({
      k: { '1': null },
    });
  });

  it.each([
    ['', 'nothing'],
    ['<Objs', 'cut off'],
    ['<html></html>', 'something else'],
    [`<Objs ${NS}><Strange /></Objs>`, 'an unknown element'],
    [`<Objs ${NS}><S>&undefined;</S></Objs>`, 'an entity of its own'],
  ])('refuses %p: %s', (xml) => {
    expect(() => readClixml(xml)).toThrow(Error);
  });
});
