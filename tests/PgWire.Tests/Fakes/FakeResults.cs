using System.Runtime.CompilerServices;
using System.Text;
using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Types;

namespace FederationGateway.PgWire.Tests.Fakes;

/// <summary>Streams of batches for the fake statements.</summary>
public static class FakeResults
{
    private const int BatchRows = 1000;
    private static long s_wideRows;

    /// <summary>Rows made by <see cref="Wide"/> so far, in all sessions.</summary>
    public static long WideRows => Volatile.Read(ref s_wideRows);

    public static async IAsyncEnumerable<RecordBatch> Series(int first, int count)
    {
        using var builder = new ArrayBuilder(NumberType.Int32);
        for (var done = 0; done < count;)
        {
            var rows = Math.Min(BatchRows, count - done);
            for (var i = 0; i < rows; i++) builder.Append(first + done++);
            yield return Batch([new Field("n", SqlType.Int4)], builder);
            await Task.CompletedTask;
        }
    }

    public static async IAsyncEnumerable<RecordBatch> Wide(int count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var text = new string('x', 1000);
        using var builder = new ArrayBuilder(StringType.Default);
        for (var done = 0; done < count;)
        {
            var rows = Math.Min(BatchRows, count - done);
            for (var i = 0; i < rows; i++, done++) builder.AppendString(text);
            Interlocked.Add(ref s_wideRows, rows);
            yield return Batch([new Field("repeat", SqlType.Text)], builder);
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public static async IAsyncEnumerable<RecordBatch> Sleep([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(600), cancellationToken);
        yield break;
    }

    public static async IAsyncEnumerable<RecordBatch> Fail(Exception exception)
    {
        await Task.Yield();
        if (exception is not null) throw exception;
        yield break;
    }

    public static IAsyncEnumerable<RecordBatch> Constant(SqlType type, string text) => Rows([new ResultColumn("c", type)], [text]);

    public static IAsyncEnumerable<RecordBatch> Parameters(IReadOnlyList<SqlType> types, IReadOnlyList<object?> values) =>
        Rows([.. types.Select(type => new ResultColumn("c", type))], [.. values]);

    public static async IAsyncEnumerable<RecordBatch> Rows(IReadOnlyList<ResultColumn> columns, params object?[][] rows)
    {
        var fields = columns.Select(column => new Field(column.Name, column.Type)).ToArray();
        var builders = fields.Select(field => new ArrayBuilder(field.DataType)).ToArray();
        foreach (var row in rows)
            for (var i = 0; i < builders.Length; i++) Append(builders[i], columns[i].Type, row[i]);
        yield return Batch(fields, builders);
        await Task.CompletedTask;
    }

    /// <summary>Appends a value as <see cref="ParameterValue"/> represents it.</summary>
    public static void Append(ArrayBuilder builder, SqlType type, object? value)
    {
        switch (value)
        {
            case null: builder.AppendNull(); break;
            case bool b: builder.AppendBoolean(b); break;
            case short s: builder.Append(s); break;
            case int i: builder.Append(i); break;
            case long l: builder.Append(l); break;
            case uint o: builder.Append(o); break;
            case float f: builder.Append(f); break;
            case double d: builder.Append(d); break;
            case byte[] bytes: builder.AppendBytes(bytes); break;
            case SqlInterval interval: builder.Append(new MonthDayNanosecondInterval(interval.Months, interval.Days, interval.Microseconds * 1000)); break;
            case Guid guid: builder.AppendBytes(guid.ToByteArray(bigEndian: true)); break;
            case object?[] items:
                foreach (var item in items) Append(builder.Child!, type.ElementType, item);
                builder.EndList();
                break;
            case string text: TypeCodecs.For(type, ValueFormat.Utc).Append(builder, Encoding.UTF8.GetBytes(text), WireFormat.Text); break;
            default: throw new ArgumentException($"no such value: {value}", nameof(value));
        }
    }

    private static RecordBatch Batch(Field[] fields, params ArrayBuilder[] builders)
    {
        var length = builders[0].Length;
        return new RecordBatch(new Schema(fields.ToEquatableArray()), [.. builders.Select(builder => builder.Finish())], length);
    }
}
