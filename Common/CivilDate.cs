namespace FederationGateway.Common;

/// <summary>Proleptic Gregorian dates over the whole range of SQL dates, which <see cref="DateOnly"/> does not cover. Year 0 is 1 BC.</summary>
public static class CivilDate
{
    private const int DaysPer400Years = 146_097;
    private const int EpochShift = 719_468; // days from 0000-03-01 to 1970-01-01

    public static (int Year, int Month, int Day) FromDays(long days)
    {
        days += EpochShift;
        var era = Math.DivRem(days, DaysPer400Years, out var dayOfEra);
        if (dayOfEra < 0)
        {
            dayOfEra += DaysPer400Years;
            era--;
        }

        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var shifted = ((5 * dayOfYear) + 2) / 153; // months counted from March
        var day = (int)(dayOfYear - (((153 * shifted) + 2) / 5) + 1);
        var month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
        return ((int)(yearOfEra + (era * 400) + (month <= 2 ? 1 : 0)), month, day);
    }

    /// <summary>Days since 1970-01-01. Month 1 to 12 and day 1 to 31 are not checked against each other.</summary>
    public static long ToDays(int year, int month, int day)
    {
        long shiftedYear = month <= 2 ? year - 1 : year;
        var era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400;
        var yearOfEra = shiftedYear - (era * 400);
        var dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5) + day - 1;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * DaysPer400Years) + dayOfEra - EpochShift;
    }
}
