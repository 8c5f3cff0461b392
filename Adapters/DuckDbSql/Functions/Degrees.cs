namespace FederationGateway.Adapters.DuckDbSql;

/// <summary>
/// Trigonometry in degrees with exact results at the angles everyone knows (sind(30) is 0.5): angles are reduced to 0…60, and results scaled so that
/// 30, 60 and 45 degrees come out exact, the way PostgreSQL does it.
/// </summary>
internal static class Degrees
{
    private const double RadiansPerDegree = Math.PI / 180;
    private static readonly double Sin30 = Math.Sin(30 * RadiansPerDegree);
    private static readonly double OneMinusCos60 = 1 - Math.Cos(60 * RadiansPerDegree);
    private static readonly double Asin05 = Math.Asin(0.5);
    private static readonly double Acos05 = Math.Acos(0.5);
    private static readonly double Atan1 = Math.Atan(1);
    private static readonly double Tan45 = SinFirst(45) / CosFirst(45);
    private static readonly double Cot45 = CosFirst(45) / SinFirst(45);

    public static double Sin(double x)
    {
        if (double.IsNaN(x)) return x;
        var (angle, sign) = (x % 360, 1);
        if (angle < 0) (angle, sign) = (-angle, -sign);
        if (angle > 180) (angle, sign) = (360 - angle, -sign);
        if (angle > 90) angle = 180 - angle;
        return sign * SinFirst(angle);
    }

    public static double Cos(double x)
    {
        if (double.IsNaN(x)) return x;
        var (angle, sign) = (Math.Abs(x % 360), 1);
        if (angle > 180) angle = 360 - angle;
        if (angle > 90) (angle, sign) = (180 - angle, -1);
        return sign * CosFirst(angle);
    }

    public static double Tan(double x)
    {
        if (double.IsNaN(x)) return x;
        var (angle, sign) = ToFirst(x);
        var result = sign * (SinFirst(angle) / CosFirst(angle) / Tan45);
        return result == 0 ? 0 : result;
    }

    public static double Cot(double x)
    {
        if (double.IsNaN(x)) return x;
        var (angle, sign) = ToFirst(x);
        var result = sign * (CosFirst(angle) / SinFirst(angle) / Cot45);
        return result == 0 ? 0 : result;
    }

    public static double Asin(double x) => double.IsNaN(x) ? x : x >= 0 ? AsinFirst(x) : -AsinFirst(-x);

    public static double Acos(double x) => double.IsNaN(x) ? x : x >= 0 ? AcosFirst(x) : 90 + AsinFirst(-x);

    public static double Atan(double x) => double.IsNaN(x) ? x : Math.Atan(x) / Atan1 * 45;

    public static double Atan2(double y, double x) => double.IsNaN(x) || double.IsNaN(y) ? double.NaN : Math.Atan2(y, x) / Atan1 * 45;

    private static (double Angle, int Sign) ToFirst(double x)
    {
        var (angle, sign) = (x % 360, 1);
        if (angle < 0) (angle, sign) = (-angle, -sign);
        if (angle > 180) (angle, sign) = (360 - angle, -sign);
        if (angle > 90) (angle, sign) = (180 - angle, -sign);
        return (angle, sign);
    }

    private static double SinFirst(double x) => x <= 30 ? Sin0To30(x) : Cos0To60(90 - x);

    private static double CosFirst(double x) => x <= 60 ? Cos0To60(x) : Sin0To30(90 - x);

    private static double Sin0To30(double x) => Math.Sin(x * RadiansPerDegree) / Sin30 / 2;

    private static double Cos0To60(double x) => 1 - ((1 - Math.Cos(x * RadiansPerDegree)) / OneMinusCos60 / 2);

    private static double AsinFirst(double x) => x <= 0.5 ? Math.Asin(x) / Asin05 * 30 : 90 - (Math.Acos(x) / Acos05 * 60);

    private static double AcosFirst(double x) => x <= 0.5 ? 90 - (Math.Asin(x) / Asin05 * 30) : Math.Acos(x) / Acos05 * 60;
}
