using System.Globalization;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.Pruning;

/// <summary>
/// Which values of a column conditions leave over. Numbers without fractions of their own representation, dates and times have bounds; booleans and text only
/// lists of values: they are equal byte by byte, but their order is nothing to rely on. Floats and blank-padded text are not looked at.
/// </summary>
internal sealed class ColumnDomain
{
    private HashSet<object>? _values;
    private decimal? _lowest, _highest;
    private bool _excludesLowest, _excludesHighest, _isNull, _isNotNull;

    public bool IsEmpty => _isNull && _isNotNull || _values is { Count: 0 } || _lowest > _highest || (_lowest == _highest && _lowest is not null && (_excludesLowest || _excludesHighest));

    /// <summary>The one column a condition compares with constants; null for other conditions.</summary>
    public static ColumnExpression? ColumnOf(Expression condition) => condition switch
    {
        ComparisonExpression { Left: ColumnExpression column, Right: ConstantExpression } => column,
        ComparisonExpression { Left: ConstantExpression, Right: ColumnExpression column } => column,
        InListExpression { Value: ColumnExpression column, IsNegated: false } inList when inList.Items.All(item => item is ConstantExpression) => column,
        IsNullExpression { Operand: ColumnExpression column } => column,
        _ => null,
    };

    public void Narrow(Expression condition)
    {
        switch (condition)
        {
            case IsNullExpression isNull:
                _isNull |= !isNull.IsNegated;
                _isNotNull |= isNull.IsNegated;
                break;
            case InListExpression inList:
                _isNotNull = true;
                Allow([.. inList.Items.Select(item => Comparable((ConstantExpression)item, inList.Value.Type))]);
                break;
            case ComparisonExpression { Left: ColumnExpression column, Right: ConstantExpression constant } comparison:
                Compare(comparison.Operator, constant, column.Type);
                break;
            case ComparisonExpression { Left: ConstantExpression constant, Right: ColumnExpression column } comparison:
                Compare(Mirrored(comparison.Operator), constant, column.Type);
                break;
        }
    }

    private void Compare(ComparisonOperator op, ConstantExpression constant, SqlType type)
    {
        // IS [NOT] DISTINCT FROM may hold for nulls.
        if (op is ComparisonOperator.IsDistinctFrom or ComparisonOperator.IsNotDistinctFrom) return;
        _isNotNull = true;
        var value = Comparable(constant, type);
        if (op == ComparisonOperator.Equal) Allow([value]);
        if (value is not decimal number) return;
        if (op is ComparisonOperator.Equal or ComparisonOperator.GreaterOrEqual) Raise(number, isExcluded: false);
        if (op is ComparisonOperator.Greater) Raise(number, isExcluded: true);
        if (op is ComparisonOperator.Equal or ComparisonOperator.LessOrEqual) Lower(number, isExcluded: false);
        if (op is ComparisonOperator.Less) Lower(number, isExcluded: true);
    }

    private void Allow(List<object?> values)
    {
        if (values.Contains(null)) return;
        if (_values is null) _values = [.. values.OfType<object>()];
        else _values.IntersectWith(values.OfType<object>());
        Prune();
    }

    private void Raise(decimal bound, bool isExcluded)
    {
        if (_lowest is null || bound > _lowest || (bound == _lowest && isExcluded)) (_lowest, _excludesLowest) = (bound, isExcluded);
        Prune();
    }

    private void Lower(decimal bound, bool isExcluded)
    {
        if (_highest is null || bound < _highest || (bound == _highest && isExcluded)) (_highest, _excludesHighest) = (bound, isExcluded);
        Prune();
    }

    private void Prune() => _values?.RemoveWhere(value => value is decimal number
        && (number < _lowest || number > _highest || (number == _lowest && _excludesLowest) || (number == _highest && _excludesHighest)));

    /// <summary>A value that compares as SQL does: a decimal for what has an order, text and booleans as they are; null for what cannot be compared here.</summary>
    private static object? Comparable(ConstantExpression constant, SqlType type)
    {
        if (constant.Type.Kind != type.Kind && !(constant.Type.IsString && type.IsString)) return null;
        return (type.Kind, constant.Value) switch
        {
            (SqlTypeKind.Int2 or SqlTypeKind.Int4 or SqlTypeKind.Int8 or SqlTypeKind.Date or SqlTypeKind.Time or SqlTypeKind.Timestamp or SqlTypeKind.TimestampTz, short or int or long) =>
                Convert.ToDecimal(constant.Value, CultureInfo.InvariantCulture),

            // Decimals of .NET round what has more digits than they: such a value is left alone.
            (SqlTypeKind.Numeric, string { Length: <= 28 } text) when decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) => number,
            (SqlTypeKind.Text or SqlTypeKind.VarChar, string text) when constant.Type.Kind != SqlTypeKind.BpChar => text,
            (SqlTypeKind.Boolean, bool flag) => flag,
            _ => null,
        };
    }

    private static ComparisonOperator Mirrored(ComparisonOperator op) => op switch
    {
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        _ => op,
    };
}
