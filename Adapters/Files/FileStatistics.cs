using System.Globalization;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.DuckDb;
using FederationGateway.Plan;

namespace FederationGateway.Adapters.Files;

/// <summary>How many rows files have: Parquet files say so themselves, text files are guessed from their size.</summary>
internal static class FileStatistics
{
    private const double GuessedBytesPerRow = 100;
    private static readonly Schema OneNumber = new([new Field("rows", SqlType.Int8)]);

    public static TableStatistics Read(DuckDbConnection connection, OpenedFiles files)
    {
        double bytes = files.Length;
        if (files.Kind != FileKind.Parquet) return new TableStatistics(Math.Ceiling(bytes / GuessedBytesPerRow), bytes);
        using var result = connection.OpenResult(string.Create(CultureInfo.InvariantCulture, $"SELECT sum(num_rows)::BIGINT FROM parquet_file_metadata({FileReader.FileList(files.EnginePaths)})"), OneNumber, CancellationToken.None);
        double rows = 0;
        while (result.TryRead(out var batch))
            using (batch) rows = batch.Column(0).GetValue<long>(0);
        return new TableStatistics(rows, bytes);
    }
}
