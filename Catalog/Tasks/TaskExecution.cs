using System.Collections.Immutable;
using System.Text.Json.Serialization;
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

    /// <summary>In how many parts tables are loaded, of those that have been begun; 0 when each is loaded as a whole.</summary>
    public int PartCount { get; init; }

    /// <summary>The parts of tables that are being loaded in parts, or have been; known while the execution is under way.</summary>
    [JsonIgnore]
    public ImmutableSortedDictionary<(long Table, int Number), TaskPart> Parts { get; init; } = ImmutableSortedDictionary<(long, int), TaskPart>.Empty;

    /// <summary>When the load began, UTC.</summary>
    public DateTime? LoadStart { get; init; }

    public string? SqlState { get; init; }

    public string? Error { get; init; }

    public bool IsRunning => Status is TaskExecutionStatus.Starting or TaskExecutionStatus.Running or TaskExecutionStatus.Cancelling;
}

/// <summary>A part of a table's load.</summary>
/// <param name="Condition">The rows it has.</param>
public sealed record TaskPart(string Schema, string Table, string Condition)
{
    public TaskPartStatus Status { get; init; }

    /// <summary>Rows read so far.</summary>
    public long Rows { get; init; }

    /// <summary>UTC.</summary>
    public DateTime? Start { get; init; }

    /// <summary>UTC.</summary>
    public DateTime? End { get; init; }
}

public enum TaskPartStatus
{
    Waiting,
    Running,
    Completed,
    Failed,
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
