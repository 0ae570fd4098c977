using System.Globalization;
using System.Management.Automation.Host;

namespace Mtgw.Host;

/// <summary>What the engine needs to know about the program around it.</summary>
internal sealed class ConsoleHost(ConsoleUi ui) : PSHost
{
    /// <summary>Set by `exit N`; the program ends after the command that said so.</summary>
    public int? ExitCode { get; private set; }

    public override string Name => "mtgw-host";
    public override Version Version { get; } = typeof(PSHost).Assembly.GetName().Version!;
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override PSHostUserInterface UI => ui;

    // One culture everywhere: output that programs read must not depend on the machine's language.
    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;
    public override CultureInfo CurrentUICulture => CultureInfo.GetCultureInfo("en-US");

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;
    public override void EnterNestedPrompt() => throw new NotSupportedException("No nested prompts here.");
    public override void ExitNestedPrompt() => throw new NotSupportedException("No nested prompts here.");
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
}
