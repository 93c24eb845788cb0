/**
 * What the user configures: {@code config.yaml} and the environment in, {@link dev.liquidity.common.config.Settings} or all faults at once
 * out. {@code YamlFile} reads texts by key path, {@code Schema} lists every key with its default and {@code Kind}, and
 * {@code SettingsReader} makes records of them and checks what belongs together. Nothing outside knows YAML.
 */
package dev.liquidity.common.config;
