package dev.inferno.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void keepsSixSignificantDigits() {
        assertEquals(0.421858, Figures.six(0.42185755));
        assertEquals(123457.0, Figures.six(123456.789));
        assertEquals(1234570.0, Figures.six(1234567.0));
        assertEquals(1.23457e-9, Figures.six(1.234567e-9));
        assertEquals(-2.5, Figures.six(-2.5));
        assertEquals(0, Figures.six(0));
    }

    @Test
    void hidesTheLastBit() {
        assertEquals(Figures.six(0.3), Figures.six(0.1 + 0.2));
    }

    @Test
    void whatIsNoFigureBecomesZero() {
        assertEquals(0, Figures.six(Double.NaN));
        assertEquals(0, Figures.six(Double.POSITIVE_INFINITY));
        assertEquals(0, Figures.six(Double.NEGATIVE_INFINITY));
    }

    @Test
    void writesRatesAndCostsAsPeopleDo() {
        assertEquals("40.0 requests/min", Figures.perMinute(40 / 60.0));
        assertEquals("120", Figures.plain(120.0));
        assertEquals("0.5", Figures.plain(0.5));
        assertEquals("1000000", Figures.plain(1e6));
        assertEquals("0", Figures.plain(0));
    }
}
