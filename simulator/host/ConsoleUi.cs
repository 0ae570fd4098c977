using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Mtgw.Host;

/// <summary>Writes to the process's two streams. Nobody sits in front of it, so every question is an error at once.</summary>
internal sealed class ConsoleUi(TextWriter output, TextWriter error) : PSHostUserInterface
{
    public override PSHostRawUserInterface? RawUI => null;

    public override void Write(string value) => output.Write(Plain(value));
    public override void Write(ConsoleColor foreground, ConsoleColor background, string value) => Write(value);
    public override void WriteLine(string value) => output.WriteLine(Plain(value));
    public override void WriteErrorLine(string value) => error.WriteLine(Plain(value));
    public override void WriteWarningLine(string message) => output.WriteLine("WARNING: " + message);
    public override void WriteVerboseLine(string message) => output.WriteLine("VERBOSE: " + message);
    public override void WriteDebugLine(string message) => output.WriteLine("DEBUG: " + message);
    public override void WriteProgress(long sourceId, ProgressRecord record) { }

    public override string ReadLine() => throw Refused("Read-Host");
    public override SecureString ReadLineAsSecureString() => throw Refused("Read-Host");

    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions) => throw Refused(message);

    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => throw Refused(message);

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName) => throw Refused(message);

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName,
        PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => throw Refused(message);

    /// <summary>The engine colours its tables and errors and leaves it to the host to take the colours away.</summary>
    private static string Plain(string text) => GetOutputString(text, supportsVirtualTerminal: false);

    private static HostException Refused(string question) =>
        new($"This host runs without a person and cannot ask: {question}");
}
