using FederationGateway.Common;

namespace FederationGateway.Catalog;

/// <summary>A start of a task: a row of TASK_EXECUTIONS, and of M_TASKS while the gateway that began it runs.</summary>
/// <param name="Id">What START TASK … ASYNC returns and CANCEL TASK takes.</param>
/// <param name="Task">The OID of the task, which may be gone.</param>
/// <param name="User">Who started it.</param>
/// <param name="Start">UTC.</param>
public sealed record TaskExecution(long Id, long Task, string Schema, string Name, string User, bool IsAsync, DateTime Start)
{
    /// <summary>UTC; null while it runs.</summary>
    public DateTime? End { get; init; }

    public TaskExecutionStatus Status { get; init; }

    /// <summary>What it was started with, as written; null for nothing.</summary>
    public string? Parameters { get; init; }

    /// <summary>The same of PROCEDURE PARAMETERS (…).</summary>
    public string? ProcedureParameters { get; init; }

    /// <summary>What it is doing.</summary>
    public string? Operation { get; init; }

    /// <summary>Rows loaded, and how many there are by the source's statistics; null when those say nothing.</summary>
    public long Rows { get; init; }

    public double? ExpectedRows { get; init; }

    /// <summary>How many tables it has, and how many of them are done.</summary>
    public int Tables { get; init; }

    public int TablesDone { get; init; }

    /// <summary>When the load began, UTC.</summary>
    public DateTime? LoadStart { get; init; }

    public string? SqlState { get; init; }

    public string? Error { get; init; }

    public bool IsRunning => Status is TaskExecutionStatus.Starting or TaskExecutionStatus.Running or TaskExecutionStatus.Cancelling;
}

public enum TaskExecutionStatus
{
    Starting,
    Running,
    Cancelling,
    Completed,
    Failed,
    Cancelled,
}
