using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Text;

namespace Mtgw.Host;

/// <summary>
/// A small PowerShell over Microsoft's own engine package, for machines without `pwsh`. It has the engine's language,
/// runspaces, remoting client and core commands, and none of the utility modules.
/// </summary>
internal static class Program
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private static int Main(string[] args)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput(), Utf8) { AutoFlush = true };
        using var error = new StreamWriter(Console.OpenStandardError(), Utf8) { AutoFlush = true };
        Options options;
        try
        {
            options = Options.Parse(args);
        }
        catch (ArgumentException problem)
        {
            error.WriteLine(problem.Message);
            return 64;
        }
        if (options.Version)
        {
            output.WriteLine($"PowerShell {EngineVersion()} (mtgw-host)");
            return 0;
        }
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        PSStyle.Instance.OutputRendering = OutputRendering.PlainText;

        var host = new ConsoleHost(new ConsoleUi(output, error));
        using var runspace = RunspaceFactory.CreateRunspace(host, SessionState());
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        runspace.Open();
        Runspace.DefaultRunspace = runspace;

        var session = new Session(runspace, host);
        var succeeded = true;
        if (options.Command is not null) succeeded = session.Run(options.Command);
        if (options.File is not null) succeeded = session.RunFile(options.File, options.FileArguments);
        if (options.ReadsInput && host.ExitCode is null) RunLines(session, host);
        return host.ExitCode ?? (succeeded ? 0 : 1);
    }

    /// <summary>Runs line by line; a line that is not yet a whole command waits for the next.</summary>
    private static void RunLines(Session session, ConsoleHost host)
    {
        using var input = new StreamReader(Console.OpenStandardInput(), Utf8);
        var pending = new StringBuilder();
        while (host.ExitCode is null && input.ReadLine() is { } line)
        {
            pending.Append(line).Append('\n');
            var text = pending.ToString();
            if (!string.IsNullOrWhiteSpace(text) && IsIncomplete(text)) continue;
            pending.Clear();
            if (!string.IsNullOrWhiteSpace(text)) session.Run(text);
        }
        if (host.ExitCode is null && pending.Length > 0) session.Run(pending.ToString());
    }

    private static bool IsIncomplete(string text)
    {
        Parser.ParseInput(text, out _, out var errors);
        return errors.Any(problem => problem.IncompleteInput);
    }

    private static InitialSessionState SessionState()
    {
        var state = InitialSessionState.CreateDefault2();
        // Modules of this project are not signed; elsewhere than on Windows there is no policy to set.
        if (OperatingSystem.IsWindows()) state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        return state;
    }

    private static string EngineVersion() =>
        typeof(PowerShell).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split(' ', '+')[0];
}
