/**
 * The configuration: {@code config.yaml}, {@code config.local.yaml}, the environment and flags become
 * {@link dev.liquidity.common.config.Settings}, or one message with all faults. {@code YamlFile} reads texts by key
 * path, and {@code ConfigFiles} puts those of the two files together; {@code Schema} lists every key with its default
 * and {@code Kind}; {@code SettingsReader} makes records of them and checks keys that depend on each other;
 * {@code CalendarFile} reads the trading days. Only this package knows YAML. Everything here is used by the main thread
 * at the start; {@code Settings} is immutable.
 */
package dev.liquidity.common.config;
