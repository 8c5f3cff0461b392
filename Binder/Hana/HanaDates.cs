namespace FederationGateway.Binder.Hana;

/// <summary>Date arithmetic. Differences count whole units, from the first argument to the second.</summary>
internal static class HanaDates
{
    private const int SecondsOfDay = 86_400;

    public static Expression? TryBind(HanaWriter writer, IReadOnlyList<Expression> arguments) => (writer.Name, arguments) switch
    {
        ("add_days", [var date, var count]) => Add(writer, date, Interval(writer, count, days: true)),
        ("add_months", [var date, var count]) => Add(writer, date, writer.Call("make_interval", HanaWriter.Number(0), count)),
        ("add_years", [var date, var count]) => Add(writer, date, writer.Call("make_interval", count)),
        ("add_seconds", [var date, var count]) when date.Type.Kind is not SqlTypeKind.Timestamp => Add(writer, date, Interval(writer, count, days: false)),
        ("days_between", [var from, var to]) when !(IsDate(from) && IsDate(to)) => writer.Cast(writer.Call("div", Seconds(writer, from, to), Whole(SecondsOfDay)), SqlType.Int4),
        ("seconds_between", [var from, var to]) => writer.Cast(writer.Call("trunc", Seconds(writer, from, to)), SqlType.Int8),
        ("nano100_between", [var from, var to]) => writer.Cast(writer.Operator("*", Seconds(writer, from, to), Whole(10_000_000)), SqlType.Int8),
        ("months_between", [var from, var to]) => Months(writer, from, to),
        ("years_between", [var from, var to]) => writer.Part("year", Age(writer, from, to)),
        ("last_day", [var date]) when !IsDate(date) => writer.Call("last_day", writer.Date(date)),
        ("next_day", [var date]) => writer.Operator("+", writer.Date(date), HanaWriter.Number(1)),
        ("year" or "month", [var date]) when !IsDate(date) => writer.Part(writer.Name, writer.Moment(date)),
        ("dayofmonth", [var date]) when !IsDate(date) => writer.Part("day", writer.Moment(date)),
        ("hour" or "minute", [var moment]) => writer.Part(writer.Name, Clock(writer, moment)),
        ("second", [var moment]) => writer.Cast(writer.Call("trunc", writer.Call("extract", HanaWriter.Text("second"), Clock(writer, moment))), SqlType.Int4),
        ("dayofyear", [var date]) => writer.Part("doy", writer.Moment(date)),
        ("weekday", [var date]) => writer.Operator("-", writer.Part("isodow", writer.Moment(date)), HanaWriter.Number(1)),
        ("isoweek", [var date]) => Written(writer, date, "IYYY\"-W\"IW"),
        ("quarter", [var date]) => Written(writer, date, "YYYY\"-Q\"Q"),
        ("dayname", [var date]) => Written(writer, date, "FMDAY"),
        ("monthname", [var date]) => Written(writer, date, "FMMONTH"),
        _ => null,
    };

    // Dates and timestamps have functions of their own in the registry.
    private static Expression? Add(HanaWriter writer, Expression date, Expression interval)
    {
        if (date.Type.Kind is SqlTypeKind.Date or SqlTypeKind.Timestamp && writer.Name != "add_seconds") return null;
        var moment = date.Type.Kind == SqlTypeKind.Date ? writer.Timestamp(date) : writer.Moment(date);
        return moment.Type.Kind is SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz ? writer.Operator("+", moment, interval) : null;
    }

    private static Expression Interval(HanaWriter writer, Expression count, bool days)
    {
        var zero = HanaWriter.Number(0);
        return days ? writer.Call("make_interval", zero, zero, zero, count) : writer.Call("make_interval", zero, zero, zero, zero, zero, zero, count);
    }

    private static Expression Seconds(HanaWriter writer, Expression from, Expression to) =>
        writer.Call("extract", HanaWriter.Text("epoch"), writer.Operator("-", Difference(writer, to), Difference(writer, from)));

    // A difference of two moments with a zone and of two without one: mixed ones meet as timestamps.
    private static Expression Difference(HanaWriter writer, Expression value) => writer.Timestamp(value);

    private static Expression Months(HanaWriter writer, Expression from, Expression to)
    {
        var age = writer.Repeated(Age(writer, from, to));
        return writer.Operator("+", writer.Operator("*", writer.Part("year", age), HanaWriter.Number(12)), writer.Part("month", age));
    }

    private static Expression Age(HanaWriter writer, Expression from, Expression to) => writer.Call("age", writer.Timestamp(to), writer.Timestamp(from));

    private static Expression Clock(HanaWriter writer, Expression moment) => IsDate(moment) ? writer.Timestamp(moment) : writer.Moment(moment);

    private static Expression Written(HanaWriter writer, Expression date, string format) => writer.Call("to_char", writer.Timestamp(date), HanaWriter.Text(format));

    private static ConstantExpression Whole(int number) => new ConstantExpression(number.ToString(System.Globalization.CultureInfo.InvariantCulture), SqlType.Numeric(10, 0));

    private static bool IsDate(Expression value) => value.Type.Kind == SqlTypeKind.Date;
}
