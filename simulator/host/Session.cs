using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Mtgw.Host;

/// <summary>Runs commands one after another in one runspace; what they write goes through Out-Default.</summary>
internal sealed class Session(Runspace runspace, ConsoleHost host)
{
    /// <returns>False when the command ended by an error or its last statement failed.</returns>
    public bool Run(string text) => Invoke(shell => shell.AddScript(text, useLocalScope: false));

    public bool RunFile(string path, string[] arguments)
    {
        var succeeded = Invoke(shell =>
        {
            shell.AddCommand(Path.GetFullPath(path), useLocalScope: false);
            foreach (var argument in arguments) shell.AddArgument(argument);
        });
        // `exit N` in a file ends the file only; the engine leaves N here.
        if (runspace.SessionStateProxy.GetVariable("LASTEXITCODE") is int code) host.SetShouldExit(code);
        return succeeded;
    }

    private bool Invoke(Action<PowerShell> addCommands)
    {
        using var shell = PowerShell.Create(runspace);
        addCommands(shell);
        // Errors travel with the output, so that both appear in the order in which they were written.
        shell.Commands.Commands[^1].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");
        try
        {
            shell.Invoke();
            return runspace.SessionStateProxy.GetVariable("?") is not false;
        }
        catch (RuntimeException problem)
        {
            Show(problem.ErrorRecord);
            return false;
        }
    }

    private void Show(ErrorRecord record)
    {
        using var shell = PowerShell.Create(runspace);
        // The note property makes Out-Default print an error, as it does for those that arrive on the error stream.
        var shown = new PSObject(record);
        shown.Properties.Add(new PSNoteProperty("writeErrorStream", true));
        shell.AddCommand("Out-Default").AddParameter("InputObject", shown);
        try
        {
            shell.Invoke();
        }
        catch (RuntimeException)
        {
            host.UI.WriteErrorLine(record.Exception.Message);
        }
    }
}
