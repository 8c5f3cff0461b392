using FederationGateway.DuckDb;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>Computes one row of a call.</summary>
internal delegate R RowFunction<out R>(in ScalarCall call, int row);

/// <summary>Makes engine functions of plain ones: a row with a null argument is null unless the argument's codec takes nulls.</summary>
internal static class Scalar
{
    public static ScalarFunction Of<R>(string name, Codec<R> result, Func<R> function) =>
        new(name, [], result.Type, (in ScalarCall call) =>
        {
            for (var row = 0; row < call.RowCount; row++) result.Write(call.Output, row, function());
        }) { IsVolatile = true };

    public static ScalarFunction Of<A, R>(string name, Codec<A> a, Codec<R> result, Func<A, R> function)
    {
        var seesNulls = a.TakesNulls;
        return new(name, [a.Type], result.Type, (in ScalarCall call) =>
        {
            var first = call[0];
            for (var row = 0; row < call.RowCount; row++)
            {
                if (!seesNulls && first.IsNull(row)) continue;
                result.Write(call.Output, row, function(a.Read(first, row)));
            }
        }) { SeesNulls = seesNulls };
    }

    public static ScalarFunction Of<A, B, R>(string name, Codec<A> a, Codec<B> b, Codec<R> result, Func<A, B, R> function)
    {
        var seesNulls = a.TakesNulls || b.TakesNulls;
        return new(name, [a.Type, b.Type], result.Type, (in ScalarCall call) =>
        {
            var (first, second) = (call[0], call[1]);
            for (var row = 0; row < call.RowCount; row++)
            {
                if (IsNull(a, first, row) || IsNull(b, second, row))
                {
                    if (seesNulls) call.Output.SetNull(row);
                    continue;
                }

                result.Write(call.Output, row, function(a.Read(first, row), b.Read(second, row)));
            }
        }) { SeesNulls = seesNulls };
    }

    public static ScalarFunction Of<A, B, C, R>(string name, Codec<A> a, Codec<B> b, Codec<C> c, Codec<R> result, Func<A, B, C, R> function)
    {
        var seesNulls = a.TakesNulls || b.TakesNulls || c.TakesNulls;
        return new(name, [a.Type, b.Type, c.Type], result.Type, (in ScalarCall call) =>
        {
            var (first, second, third) = (call[0], call[1], call[2]);
            for (var row = 0; row < call.RowCount; row++)
            {
                if (IsNull(a, first, row) || IsNull(b, second, row) || IsNull(c, third, row))
                {
                    if (seesNulls) call.Output.SetNull(row);
                    continue;
                }

                result.Write(call.Output, row, function(a.Read(first, row), b.Read(second, row), c.Read(third, row)));
            }
        }) { SeesNulls = seesNulls };
    }

    public static ScalarFunction Of<A, B, C, D, R>(string name, Codec<A> a, Codec<B> b, Codec<C> c, Codec<D> d, Codec<R> result, Func<A, B, C, D, R> function)
    {
        var seesNulls = a.TakesNulls || b.TakesNulls || c.TakesNulls || d.TakesNulls;
        return new(name, [a.Type, b.Type, c.Type, d.Type], result.Type, (in ScalarCall call) =>
        {
            var (first, second, third, fourth) = (call[0], call[1], call[2], call[3]);
            for (var row = 0; row < call.RowCount; row++)
            {
                if (IsNull(a, first, row) || IsNull(b, second, row) || IsNull(c, third, row) || IsNull(d, fourth, row))
                {
                    if (seesNulls) call.Output.SetNull(row);
                    continue;
                }

                result.Write(call.Output, row, function(a.Read(first, row), b.Read(second, row), c.Read(third, row), d.Read(fourth, row)));
            }
        }) { SeesNulls = seesNulls };
    }

    /// <summary>Any number of arguments of one type, all read for every row; nulls included when the codec takes them.</summary>
    public static ScalarFunction Variadic<A, R>(string name, Codec<A> a, Codec<R> result, Func<A[], R> function)
    {
        var seesNulls = a.TakesNulls;
        return new(name, [], result.Type, (in ScalarCall call) =>
        {
            var values = new A[call.ArgumentCount];
            for (var row = 0; row < call.RowCount; row++)
            {
                if (!seesNulls && call.IsNull(row)) continue;
                for (var i = 0; i < values.Length; i++) values[i] = a.Read(call[i], row);
                result.Write(call.Output, row, function(values));
            }
        }) { SeesNulls = seesNulls, VarArgs = a.Type };
    }

    /// <summary>Parameters of any types: <paramref name="function"/> reads the arguments of a row itself; unless it sees nulls, it is not called for a row with one.</summary>
    public static ScalarFunction OfRow<R>(string name, IReadOnlyList<EngineType> parameters, Codec<R> result, RowFunction<R> function, bool seesNulls = false) =>
        new(name, parameters, result.Type, (in ScalarCall call) =>
        {
            for (var row = 0; row < call.RowCount; row++)
                if (seesNulls || !call.IsNull(row)) result.Write(call.Output, row, function(call, row));
        }) { SeesNulls = seesNulls };

    private static bool IsNull<T>(Codec<T> codec, in VectorInput input, int row) => !codec.TakesNulls && input.IsNull(row);
}
