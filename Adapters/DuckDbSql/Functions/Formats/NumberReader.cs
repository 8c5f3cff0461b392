using System.Text;
using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>to_number: walks text and template side by side; what the template does not ask for is not read.</summary>
internal sealed class NumberReader
{
    private readonly NumberTemplate _template;
    private readonly string _text;
    private readonly StringBuilder _digits = new();
    private char _sign = ' ';
    private int _at;
    private int _wholeRead;
    private int _fractionRead;
    private bool _isBehindPoint;

    private NumberReader(string text, NumberTemplate template) => (_text, _template) = (text, template);

    private bool IsAtEnd => _at >= _text.Length;

    private char Next => _text[_at];

    /// <summary>Null for an empty template.</summary>
    public static PgNumeric? Read(string text, string format)
    {
        if (format.Length == 0) return null;
        var template = NumberTemplate.Of(format);
        if (template.HasExponent) throw new GatewayException(SqlState.FeatureNotSupported, "\"EEEE\" not supported for input");
        if (template.IsRoman) throw new GatewayException(SqlState.FeatureNotSupported, "\"RN\" not supported for input");
        var reader = new NumberReader(text, template);
        reader.Read();
        return reader.Value();
    }

    private void Read()
    {
        foreach (var part in _template.Parts)
        {
            if (IsAtEnd) return;
            switch (part.Pattern)
            {
                case NumberPattern.Nine or NumberPattern.Zero or NumberPattern.Point: ReadPlace(part.Pattern); _at++; break;
                case NumberPattern.Comma or NumberPattern.Group:
                    if (!_template.IsCompact && Next == ',') _at++;
                    break;
                case NumberPattern.Currency: Skip(1); break;
                case NumberPattern.Ordinal when !_template.HasPoint: Skip(2); break;
                case NumberPattern.Minus: ReadSign("-"); break;
                case NumberPattern.Plus: ReadSign("+"); break;
                case NumberPattern.PlusMinus: ReadSign("-+"); break;
                case NumberPattern.Literal: _at += char.IsHighSurrogate(Next) ? 2 : 1; break;
            }
        }
    }

    // Leaves the position on the last character it read: the caller goes on to the next.
    private void ReadPlace(NumberPattern pattern)
    {
        if (Next == ' ') _at++;
        if (IsAtEnd) return;
        if (_sign == ' ' && pattern != NumberPattern.Point && _wholeRead + _fractionRead == 0) ReadSignInFront();
        if (IsAtEnd) return;
        var isRead = false;
        if (char.IsAsciiDigit(Next))
        {
            if (_isBehindPoint && _fractionRead == _template.FractionDigits) return;
            _digits.Append(Next);
            if (_isBehindPoint) _fractionRead++;
            else _wholeRead++;
            isRead = true;
        }
        else if (_template.HasPoint && !_isBehindPoint && Next == '.')
        {
            _digits.Append('.');
            isRead = _isBehindPoint = true;
        }

        if (_sign == ' ' && _wholeRead + _fractionRead > 0) ReadSignBehind(isRead);
    }

    private void ReadSignInFront()
    {
        if (_template.HasSign && !_template.SignIsInFront) return;
        var isBracket = !_template.HasSign && _template.HasBrackets && Next == '<';
        if (Next is not ('-' or '+') && !isBracket) return;
        _sign = Next == '+' ? '+' : '-';
        _at++;
    }

    private void ReadSignBehind(bool isRead)
    {
        if (_template.HasSign)
        {
            if (!isRead || _at + 1 >= _text.Length || _text[_at + 1] is not ('-' or '+')) return;
            _at++;
            _sign = Next;
        }
        else if (!isRead && !_template.HasPlus && !_template.HasMinus && Next is '-' or '+') _sign = Next;
    }

    private void ReadSign(string signs)
    {
        if (signs.Contains(Next, StringComparison.Ordinal)) _sign = _text[_at++];
        else Skip(1);
    }

    // Characters that are no part of a number.
    private void Skip(int count)
    {
        for (; count > 0 && !IsAtEnd && !"0123456789.,+-".Contains(Next, StringComparison.Ordinal); count--) _at += char.IsHighSurrogate(Next) ? 2 : 1;
    }

    private PgNumeric Value()
    {
        var text = _digits.ToString().TrimEnd('.');
        if (text.Length == 0) throw new GatewayException(SqlState.InvalidTextRepresentation, $"invalid input syntax for type numeric: \"{_sign}\"");
        var number = PgNumeric.ParseInput(Encoding.ASCII.GetBytes(text));
        if (_sign == '-') number = number.Negate();
        return _template.HasShift
            ? NumericArithmetic.Multiply(number, NumericMath.Power(PgNumeric.FromInteger(10), PgNumeric.FromInteger(-_template.ShiftDigits)))
            : number;
    }
}
