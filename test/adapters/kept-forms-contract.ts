import type { Form } from '../../src/message';
import type { Account, KeptForms } from '../../src/ports/chat';

const alice: Account = { chat: 'slack', id: 'U0ALICE' };
const form: Form = {
  title: 'Add a tunnel',
  submit: 'Plan it',
  context: '{"operation":"add-s2s"}',
  fields: [{ kind: 'text', name: 'site', label: 'Site', required: true, value: 'hq *x* "y"' }],
};

/** What keeps forms until they are opened, whatever is behind. */
export function keptFormsContract(make: () => Promise<KeptForms>): void {
  it('gives a form back as it was, more than once', async () => {
    const forms = await make();
    const id = await forms.keep(form, alice);
    expect(await forms.find(id, alice)).toEqual(form);
    expect(await forms.find(id, alice)).toEqual(form);
  });

  it('gives it to nobody else, in no other chat, and nothing under another id', async () => {
    const forms = await make();
    const id = await forms.keep(form, alice);
    expect(await forms.find(id, { chat: 'slack', id: 'U0BOB' })).toBeUndefined();
    expect(await forms.find(id, { chat: 'teams', id: alice.id })).toBeUndefined();
    expect(await forms.find('nothing', alice)).toBeUndefined();
  });

  it('keeps two apart', async () => {
    const forms = await make();
    const one = await forms.keep(form, alice);
    const two = await forms.keep({ ...form, title: 'Another' }, alice);
    expect((await forms.find(one, alice))?.title).toBe('Add a tunnel');
    expect((await forms.find(two, alice))?.title).toBe('Another');
  });
}
