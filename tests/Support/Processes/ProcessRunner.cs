using System.Diagnostics;

namespace FederationGateway.Support.Processes;

/// <summary>Runs a program to its end, with a limit on its time.</summary>
public static class ProcessRunner
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(120);

    /// <summary>Runs <paramref name="file"/> and returns its exit code and outputs; a failing exit code is not an exception.</summary>
    /// <param name="file">Program name (looked up in PATH) or path.</param>
    /// <param name="arguments">One element per argument; nothing is split or quoted.</param>
    /// <param name="input">Text for standard input, which is closed after it; null closes it at once.</param>
    /// <param name="environment">Variables added to ours; a null value removes one.</param>
    /// <param name="timeout">Time after which the program and its children are killed.</param>
    /// <param name="cancellationToken">Kills the program and its children.</param>
    /// <exception cref="TimeoutException">The program did not end in time; the message holds what it had written.</exception>
    public static async Task<ProcessResult> RunAsync(
        string file,
        IEnumerable<string> arguments,
        string? input = null,
        IReadOnlyDictionary<string, string?>? environment = null,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        using var process = Start(file, arguments, environment);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout ?? DefaultTimeout);
        try
        {
            await WriteInputAsync(process, input, limit.Token);
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException($"{file} did not end in {timeout ?? DefaultTimeout}\n{await error}\n{await output}");
        }

        return new ProcessResult(process.ExitCode, await output, await error);
    }

    /// <summary>Starts a program with all three streams redirected; the caller owns the process.</summary>
    internal static Process Start(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;

        return Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start");
    }

    private static async Task WriteInputAsync(Process process, string? input, CancellationToken cancellationToken)
    {
        try
        {
            if (input is not null)
                await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading all of it, which its exit code tells better than a broken pipe.
        }
    }
}
