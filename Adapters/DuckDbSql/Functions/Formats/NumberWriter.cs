using System.Text;
using FederationGateway.Common;

namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// The digits to_char has to show: the number's text without its sign, brought to the template's places behind the point.
/// </summary>
/// <param name="WholeDigits">The template's places in front of the point, those of V included.</param>
/// <param name="FractionDigits">The places behind it that are shown; a float shows no more than it is sure of.</param>
internal readonly record struct NumberDigits(string Text, bool IsNegative, int WholeDigits, int FractionDigits)
{
    /// <summary>A number that has more digits than the template shows crosses instead.</summary>
    public static NumberDigits Of(string signed, int wholeDigits, int fractionDigits)
    {
        var isNegative = signed.StartsWith('-');
        var text = isNegative ? signed[1..] : signed;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return (point < 0 ? text.Length : point) <= wholeDigits
            ? new NumberDigits(text, isNegative, wholeDigits, fractionDigits)
            : new NumberDigits($"{new string('#', wholeDigits)}.{new string('#', fractionDigits)}", isNegative, wholeDigits, fractionDigits);
    }

    /// <summary>How many places in front stay blank.</summary>
    public int Blanks
    {
        get
        {
            var point = Text.IndexOf('.', StringComparison.Ordinal);
            return Math.Max(0, WholeDigits - (point < 0 ? Text.Length : point));
        }
    }
}

/// <summary>Walks a template and a number's digits side by side, place for place, as PostgreSQL's to_char does.</summary>
internal sealed class NumberWriter
{
    private readonly NumberTemplate _template;
    private readonly NumberDigits _digits;
    private readonly StringBuilder _result = new();
    private readonly bool _hasBrackets;
    private readonly bool _isSignBehind;
    private readonly int _blanks;

    // FM: the last character of the number that is shown, not counting zeros only a 9 stands for.
    private readonly int? _lastShown;
    private readonly int _lastPlace;
    private bool _isSignWritten;
    private bool _isInNumber;
    private bool _isEnded;
    private int _place;
    private int _next;

    private NumberWriter(NumberTemplate template, NumberDigits digits)
    {
        (_template, _digits, _blanks) = (template, digits, digits.Blanks);
        var ownSign = template.HasPlus || template.HasMinus;
        _hasBrackets = template.HasBrackets && (digits.IsNegative || !template.IsCompact);
        _isSignWritten = ownSign ? template.HasMinus : !digits.IsNegative && template.IsCompact && !template.HasSign;
        _isSignBehind = template.HasSign && (!template.SignIsInFront || digits.WholeDigits == template.WholeDigits && template.SignFollowsWhole);
        _lastPlace = digits.FractionDigits + digits.WholeDigits - 1;
        if (template.IsCompact && template.HasPoint) _lastShown = LastShown();
        if (!_isSignWritten && _blanks == 0) _lastPlace++;
    }

    public static string Write(NumberTemplate template, NumberDigits digits)
    {
        var writer = new NumberWriter(template, digits);
        foreach (var part in template.Parts)
        {
            writer.Write(part);
            if (writer._isEnded) break;
        }

        return writer._result.ToString();
    }

    private void Write(NumberPart part)
    {
        switch (part.Pattern)
        {
            case NumberPattern.Nine or NumberPattern.Zero or NumberPattern.Point: WritePlace(part.Pattern); break;
            case NumberPattern.Comma or NumberPattern.Group:
                if (_isInNumber) _result.Append(',');
                else AppendBlank();
                break;
            case NumberPattern.Currency: _result.Append(' '); break;
            case NumberPattern.Ordinal: WriteOrdinal(part); break;
            case NumberPattern.Minus:
                if (_digits.IsNegative) _result.Append('-');
                else AppendBlank();
                break;
            case NumberPattern.Plus:
                if (!_digits.IsNegative) _result.Append('+');
                else AppendBlank();
                break;
            case NumberPattern.PlusMinus: _result.Append(_digits.IsNegative ? '-' : '+'); break;
            case NumberPattern.Literal: _result.Append(part.Text); break;
        }
    }

    private void WritePlace(NumberPattern pattern)
    {
        WriteSignInFront();
        if (_place < _blanks)
        {
            if (_template.FirstZero <= _place)
            {
                _result.Append('0');
                _isInNumber = true;
            }
            else AppendBlank();
        }
        else WriteDigit(pattern);

        if (_isEnded) return;
        var end = _lastPlace + (_blanks > 0 ? 1 : 0) + (_template.HasPoint ? 1 : 0);
        if (_lastShown == _next) end = _place;
        if (_place + 1 == end) WriteSignBehind();
        _place++;
    }

    private void WriteDigit(NumberPattern pattern)
    {
        if (_next >= _digits.Text.Length)
        {
            // There is nothing left to show, not even what the template has behind.
            _isEnded = _lastShown is null || pattern == NumberPattern.Zero;
            return;
        }

        var c = _digits.Text[_next];
        if (c == '.')
        {
            if (!EndsAtPoint || _template.IsCompact) _result.Append('.');
        }
        else if (_lastShown < _next && pattern != NumberPattern.Zero)
        {
        }
        else if (IsZeroInFrontOfPoint)
        {
            if (!_template.IsCompact) _result.Append(' ');
            else if (EndsAtPoint) _result.Append('0');
        }
        else
        {
            _result.Append(c);
            _isInNumber = true;
        }

        _next++;
    }

    private void WriteSignInFront()
    {
        var isReached = _place >= _blanks || _template.FirstZero == _place;
        if (_isSignWritten || !isReached || (IsZeroInFrontOfPoint && !EndsAtPoint)) return;
        if (_template.HasSign)
        {
            if (_isSignBehind) return;
            _result.Append(_digits.IsNegative ? '-' : '+');
        }
        else if (_hasBrackets) _result.Append(_digits.IsNegative ? '<' : ' ');
        else if (_digits.IsNegative) _result.Append('-');
        else AppendBlank();
        _isSignWritten = true;
    }

    private void WriteSignBehind()
    {
        if (_isSignWritten && _hasBrackets) _result.Append(_digits.IsNegative ? '>' : ' ');
        else if (_isSignBehind) _result.Append(_digits.IsNegative ? '-' : '+');
    }

    private void WriteOrdinal(NumberPart part)
    {
        if (_digits.Text[0] == '#' || _digits.IsNegative || _template.HasPoint) return;
        if (!char.IsAsciiDigit(_digits.Text[^1])) throw new GatewayException(SqlState.InvalidTextRepresentation, $"\"{_digits.Text}\" is not a number");
        _result.Append(DateWriter.Ordinal(_digits.Text[^1] - '0' + (_digits.Text.Length > 1 && _digits.Text[^2] == '1' ? 10 : 0), part.IsLower ? "th" : "TH"));
    }

    private void AppendBlank()
    {
        if (!_template.IsCompact) _result.Append(' ');
    }

    private bool EndsAtPoint => _lastShown is { } last && _digits.Text[last] == '.';

    // The zero of 0.5 is not shown where the template has a 9 for it.
    private bool IsZeroInFrontOfPoint => _template.FirstZero is null && _next == 0 && _digits.Text.StartsWith('0') && _digits.FractionDigits != 0;

    private int? LastShown()
    {
        var point = _digits.Text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0) return null;
        var last = point;
        for (var i = point + 1; i < _digits.Text.Length; i++)
            if (_digits.Text[i] != '0') last = i;
        return _template.LastZero > _blanks ? Math.Max(last, Math.Min(_digits.Text.Length - 1, _template.LastZero - _blanks)) : last;
    }
}
