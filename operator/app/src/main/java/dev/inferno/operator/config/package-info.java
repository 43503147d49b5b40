/**
 * Configuration: what a start fixes ({@link dev.inferno.operator.config.OperatorConfig}), what the main ConfigMap may change
 * while running ({@link dev.inferno.operator.config.LiveSettings}), and the fleet's policy tables ({@link
 * dev.inferno.operator.config.FleetPolicyReader}). Every key is one line of {@code Keys}.
 */
@NullMarked
package dev.inferno.operator.config;

import org.jspecify.annotations.NullMarked;
