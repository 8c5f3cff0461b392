using System.Globalization;
using System.Text;
using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>to_char of numbers: <c>9 0 . , D G S MI PL SG PR L V TH RN EEEE FM</c> as PostgreSQL prints them with the C locale.</summary>
internal sealed class NumberFormat
{
    private readonly List<(char Kind, string Text)> _parts = [];
    private bool _isFilled = true;
    private bool _isRoman;
    private bool _hasExponent;
    private bool _hasSign;
    private bool _hasBrackets;
    private int _shift;
    private string _ordinal = "";

    private NumberFormat(string template) => Read(template);

    private int WholeDigits => DigitsIn(_parts.TakeWhile(part => part.Kind != '.'));

    private int FractionDigits => DigitsIn(_parts.SkipWhile(part => part.Kind != '.'));

    /// <summary>Null for an empty template.</summary>
    public static string? Write(PgNumeric value, string template) => template.Length == 0 ? null : new NumberFormat(template).Write(value);

    // Floats show no more digits than they are sure of.
    public static string? WriteFloat(double value, string template, int digits)
    {
        if (template.Length == 0) return null;
        if (!double.IsFinite(value)) return new NumberFormat(template).WriteSpecial();
        var whole = Math.Abs(value) < 1 ? 1 : (int)Math.Floor(Math.Log10(Math.Abs(value))) + 1;
        var exact = decimal.TryParse(value.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        var numeric = PgNumeric.ParseInput(Encoding.ASCII.GetBytes(value.ToString(exact ? "R" : "E16", CultureInfo.InvariantCulture)));
        return new NumberFormat(template).Write(Rounding.Round(numeric, Math.Max(0, digits - whole)));
    }

    private static int DigitsIn(IEnumerable<(char Kind, string Text)> parts) => parts.Count(part => part.Kind is '9' or '0');

    private void Read(string template)
    {
        for (var i = 0; i < template.Length;)
        {
            var (kind, length) = Match(template, i);
            var text = template.Substring(i, length);
            i += length;
            switch (kind)
            {
                case 'F': _isFilled = false; break;
                case 'R': _isRoman = true; break;
                case 'E': _hasExponent = true; break;
                case 'T': _ordinal = text; break;
                case 'V': _shift = DigitsIn(template[i..].Select(c => (c, ""))); break;
                case '"':
                    var close = template.IndexOf('"', i);
                    if (close < 0) close = template.Length;
                    _parts.Add((' ', template[i..close]));
                    i = Math.Min(template.Length, close + 1);
                    break;
                default:
                    _hasSign |= kind is 'S' or 'M' or 'G';
                    _hasBrackets |= kind == '<';
                    _parts.Add((kind, text));
                    break;
            }
        }
    }

    // Kinds: 9 0 . , are themselves; S sign, M MI, P PL, G SG, < PR, L currency, blank literal text.
    private static (char Kind, int Length) Match(string template, int i)
    {
        foreach (var (name, kind) in (ReadOnlySpan<(string, char)>)[("EEEE", 'E'), ("FM", 'F'), ("MI", 'M'), ("PL", 'P'), ("SG", 'G'), ("PR", '<'), ("RN", 'R'), ("TH", 'T'), ("S", 'S'), ("D", '.'), ("G", ','), ("L", 'L'), ("V", 'V')])
            if (string.Compare(template, i, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0) return (kind, name.Length);
        return template[i] is '9' or '0' or '.' or ',' or '"' ? (template[i], 1) : (' ', 1);
    }

    private string Write(PgNumeric value)
    {
        if (!value.IsFinite) return WriteSpecial();
        if (_isRoman) return Roman(value);
        if (_hasExponent) return Exponential(value);
        if (_shift > 0) value = NumericArithmetic.Multiply(value, new PgNumeric(Powers.Of(_shift), 0));
        var rounded = Rounding.Round(value, FractionDigits);
        var isNegative = value.Sign < 0 && !(rounded.IsZero && !_hasSign && !_hasBrackets) && !rounded.IsZero;
        var text = rounded.Abs().ToString();
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = (point < 0 ? text : text[..point]).TrimStart('0');
        var fraction = point < 0 ? "" : text[(point + 1)..];
        if (whole.Length > WholeDigits) (whole, fraction) = (new string('#', WholeDigits), new string('#', FractionDigits));
        return Compose(whole, fraction, isNegative, rounded);
    }

    private string WriteSpecial()
    {
        if (_hasExponent || _isRoman) return new string('#', 15);
        return Compose(new string('#', WholeDigits), new string('#', FractionDigits), false, PgNumeric.Zero);
    }

    private string Compose(string whole, string fraction, bool isNegative, PgNumeric rounded)
    {
        var body = new StringBuilder();
        var wholeDigits = WholeDigits;
        var hasPoint = _parts.Exists(part => part.Kind == '.');
        var isZeroShown = whole.Length == 0 && !(hasPoint && FractionDigits > 0);
        if (isZeroShown && wholeDigits > 0) whole = "0";
        var firstZero = FirstZeroPosition();
        var lastKept = _isFilled ? FractionDigits : LastKeptFraction(fraction);
        var (wholeIndex, fractionIndex, isStarted, isBehindPoint, signAt) = (0, 0, false, false, -1);
        foreach (var (kind, text) in _parts)
        {
            switch (kind)
            {
                case '9' or '0' when !isBehindPoint:
                    var fromRight = wholeDigits - wholeIndex - 1;
                    var isDigit = fromRight < whole.Length;
                    if (isDigit || wholeIndex >= firstZero)
                    {
                        if (!isStarted) signAt = body.Length;
                        isStarted = true;
                        body.Append(isDigit ? whole[whole.Length - 1 - fromRight] : '0');
                    }
                    else if (_isFilled) body.Append(' ');
                    wholeIndex++;
                    break;
                case '9' or '0':
                    if (fractionIndex < lastKept) body.Append(fraction[fractionIndex]);
                    fractionIndex++;
                    break;
                case '.':
                    if (!isStarted) signAt = body.Length;
                    isStarted = true;
                    isBehindPoint = true;
                    body.Append('.');
                    break;
                case ',':
                    if (isStarted) body.Append(',');
                    else if (_isFilled) body.Append(' ');
                    break;
                case 'M': body.Append(isNegative ? "-" : _isFilled ? " " : ""); break;
                case 'P': body.Append(isNegative ? _isFilled ? " " : "" : "+"); break;
                case 'G': body.Append(isNegative ? '-' : '+'); break;
                case 'S' or '<': break;
                case 'L': body.Append(_isFilled ? " " : ""); break;
                default: body.Append(text); break;
            }
        }

        if (signAt < 0) signAt = body.Length;
        AppendSign(body, signAt, isNegative);
        if (_ordinal.Length > 0 && !isNegative && !hasPoint) body.Append(DateWriter.Ordinal((long)(rounded.Digits % 100), _ordinal));
        return body.ToString();
    }

    private void AppendSign(StringBuilder body, int signAt, bool isNegative)
    {
        if (_hasBrackets)
        {
            body.Append(isNegative ? '>' : ' ');
            body.Insert(signAt, isNegative ? "<" : " ");
            if (!_isFilled && !isNegative) Trim(body);
            return;
        }

        var sign = _parts.FindIndex(part => part.Kind == 'S');
        if (sign >= 0)
        {
            var digits = _parts.FindIndex(part => part.Kind is '9' or '0' or '.');
            if (sign > digits) body.Append(isNegative ? '-' : '+');
            else body.Insert(signAt, isNegative ? "-" : "+");
        }
        else if (!_hasSign) body.Insert(signAt, isNegative ? "-" : _isFilled ? " " : "");
    }

    private static void Trim(StringBuilder body)
    {
        var trimmed = body.ToString().Trim();
        body.Clear().Append(trimmed);
    }

    private int FirstZeroPosition()
    {
        var index = 0;
        foreach (var (kind, _) in _parts)
        {
            if (kind is '0' or '.') return kind == '0' ? index : int.MaxValue;
            if (kind == '9') index++;
        }

        return int.MaxValue;
    }

    // FM drops zeros at the end, but not those a 0 of the template asks for.
    private int LastKeptFraction(string fraction)
    {
        var index = 0;
        var kept = 0;
        foreach (var (kind, _) in _parts.SkipWhile(part => part.Kind != '.').Where(part => part.Kind is '9' or '0'))
        {
            index++;
            if (kind == '0' || (index <= fraction.Length && fraction[index - 1] != '0')) kept = index;
        }

        return kept;
    }

    private string Roman(PgNumeric value)
    {
        var number = Rounding.Round(value, 0).Digits;
        if (number < 1 || number > 3999) return new string('#', 15);
        var rest = (int)number;
        var text = new StringBuilder();
        foreach (var (digits, worth) in (ReadOnlySpan<(string, int)>)[("M", 1000), ("CM", 900), ("D", 500), ("CD", 400), ("C", 100), ("XC", 90), ("L", 50), ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1)])
        {
            for (; rest >= worth; rest -= worth) text.Append(digits);
        }

        return _isFilled ? text.ToString().PadLeft(15) : text.ToString();
    }

    private string Exponential(PgNumeric value)
    {
        var digits = FractionDigits;
        var exponent = value.IsZero ? 0 : value.Exponent;
        var mantissa = Scale(value, exponent, digits);
        if (!value.IsZero && mantissa.Abs().Digits >= Powers.Of(digits + 1)) mantissa = Scale(value, ++exponent, digits);
        return string.Create(CultureInfo.InvariantCulture, $"{(value.Sign < 0 ? "-" : " ")}{mantissa.Abs()}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
    }

    private static PgNumeric Scale(PgNumeric value, int exponent, int digits)
    {
        var shifted = value.Scale + exponent >= 0 ? new PgNumeric(value.Digits, value.Scale + exponent) : new PgNumeric(value.Digits * Powers.Of(-(value.Scale + exponent)), 0);
        return Rounding.Round(shifted, digits);
    }
}
