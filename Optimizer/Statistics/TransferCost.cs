using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Statistics;

/// <summary>What it costs to bring rows here and to send keys there, in microseconds on an ordinary local network. Only comparisons of them matter.</summary>
internal static class TransferCost
{
    /// <summary>One more statement's way there and back, and its start at the source.</summary>
    public const double RoundTrip = 200;

    /// <summary>Collecting a key here, writing it and looking it up there.</summary>
    public const double Key = 0.5;

    private const double Row = 0.25;

    /// <summary>A transaction of its own, the table, its statistics.</summary>
    private const double TemporaryTable = 5000;

    /// <summary>Encoding it, writing it there, its part in the statistics.</summary>
    private const double UploadedRow = 4;

    /// <summary>One process of the server reads and joins it; what is only read is read by several.</summary>
    private const double JoinedRow = 0.4;

    /// <summary>100 megabytes a second, with their decoding.</summary>
    private const double Byte = 0.01;

    /// <summary>Of fetching so many rows of a plan.</summary>
    public static double Rows(double rows, PlanNode plan) => rows * (Row + (Width(plan) * Byte));

    /// <summary>Of sending so many rows of a plan into a temporary table.</summary>
    public static double Upload(double rows, PlanNode plan) => TemporaryTable + (rows * (UploadedRow + (Width(plan) * Byte)));

    /// <summary>Of joining so many rows at a source instead of sending them as they are read.</summary>
    public static double JoinThere(double rows) => rows * JoinedRow;

    /// <summary>Bytes of an average row.</summary>
    public static double Width(PlanNode plan) => plan.Output.Sum(column => ColumnFacts.Find(plan, column.Id)?.Statistics?.AverageWidth ?? Width(column.Type));

    private static double Width(SqlType type) => type.Kind switch
    {
        SqlTypeKind.Boolean => 1,
        SqlTypeKind.Int2 => 2,
        SqlTypeKind.Int4 or SqlTypeKind.Float4 or SqlTypeKind.Date => 4,
        SqlTypeKind.Int8 or SqlTypeKind.Float8 or SqlTypeKind.Numeric or SqlTypeKind.Time or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz => 8,
        SqlTypeKind.Uuid => 16,
        _ => 32,
    };
}
