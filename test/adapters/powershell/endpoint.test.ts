import { restrictedEndpoint, roleCapability } from '../../../src/adapters/powershell/endpoint';
import { READING_FUNCTION } from '../../../src/adapters/powershell/far-side';

const rules = {
  modules: ["it's"],
  functions: ['Get-Thing', { name: 'Set-Thing', parameters: { Name: { pattern: "^[a-z']+$" } } }],
  cmdlets: ['Get-Service'],
  readable: ['Get-Thing'],
};

describe('the files of an endpoint', () => {
  it('an endpoint refuses script, whatever its rules are', () => {
    expect(restrictedEndpoint(rules)).toContain("LanguageMode = 'NoLanguage'");
    expect(restrictedEndpoint(rules)).toContain("SessionType = 'RestrictedRemoteServer'");
  });

  it('a role shows what it names, and the function that reads', () => {
    const text = roleCapability(rules);
    expect(text).toContain(
      `VisibleFunctions = @('Get-Thing', @{ Name = 'Set-Thing'; Parameters = @(@{ Name = 'Name'; ValidatePattern = '^[a-z'']+$' }) }, '${READING_FUNCTION}')`,
    );
    expect(text).toContain("VisibleCmdlets = @('Get-Service')");
    expect(text).toContain("ModulesToImport = @('it''s')");
  });

  it('the function that reads has the list of its role, and is empty-handed without one', () => {
    expect(roleCapability(rules)).toContain("$readable = @('Get-Thing')\n");
    expect(roleCapability(rules)).not.toContain('$readable = @()\n');
    const without = roleCapability({ ...rules, readable: [] });
    expect(without).not.toContain(READING_FUNCTION);
    expect(without).not.toContain('FunctionDefinitions');
  });
});
