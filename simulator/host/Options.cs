namespace Mtgw.Host;

/// <summary>The part of PowerShell's own command line that programs use to drive it.</summary>
internal sealed record Options(
    bool Version, bool NoExit, bool ReadsInput, string? Command, string? File, string[] FileArguments)
{
    public const string Usage =
        "mtgw-host [-NoLogo] [-NoProfile] [-NonInteractive] [-NoExit] [-Command -|TEXT] [-File PATH [ARGUMENT...]] [-Version]";

    /// <exception cref="ArgumentException">An option that this host does not have, or one without its value.</exception>
    public static Options Parse(string[] args)
    {
        bool version = false, noExit = false;
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i].ToLowerInvariant())
            {
                // There is neither a logo, nor a profile, nor a dialogue to leave out.
                case "-nologo" or "-noprofile" or "-noninteractive":
                    break;
                case "-noexit":
                    noExit = true;
                    break;
                case "-version" or "--version" or "-v":
                    version = true;
                    break;
                case "-command" or "-c" when i + 1 < args.Length:
                    // As in PowerShell, the rest of the line is the command.
                    var text = string.Join(' ', args[(i + 1)..]);
                    return text == "-"
                        ? new Options(version, noExit, true, null, null, [])
                        : new Options(version, noExit, noExit, text, null, []);
                case "-file" or "-f" when i + 1 < args.Length:
                    return new Options(version, noExit, noExit, null, args[i + 1], args[(i + 2)..]);
                default:
                    throw new ArgumentException($"Unknown option or missing value: {args[i]}\n{Usage}");
            }
        }
        return new Options(version, noExit, !version, null, null, []);
    }
}
