namespace FederationGateway.Support.Processes;

/// <summary>What a finished program left behind.</summary>
public sealed record ProcessResult(int ExitCode, string Output, string Error)
{
    /// <summary>Returns this result, or throws with both outputs when the program failed.</summary>
    public ProcessResult EnsureSuccess() =>
        ExitCode == 0 ? this : throw new InvalidOperationException($"exit code {ExitCode}\n{Error}\n{Output}");
}
