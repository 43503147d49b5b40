/**
 * From benchmark rows to the coefficients of the iteration law, with how far they can be trusted. Pure: files are read elsewhere.
 */
@NullMarked
package dev.inferno.profile;

import org.jspecify.annotations.NullMarked;
