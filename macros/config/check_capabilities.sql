{#- Exactly one CRM, and no capability that its source lacks. -#}
{% macro check_capabilities() -%}
    {%- set able = source_capabilities() -%}
    {%- set narrowed = var('bellwether_capabilities') or {} -%}
    {%- if narrowed is not mapping -%}
        {%- set name, capabilities = able.items() | first -%}
        {{ exceptions.raise_compiler_error(
            "var bellwether_capabilities is '" ~ narrowed ~ "': give a mapping, for example {" ~ name ~ ": ["
            ~ capabilities[0] ~ "]}."
        ) }}
    {%- endif -%}
    {%- for name, capabilities in narrowed.items() -%}
        {%- if name not in able -%}
            {{ exceptions.raise_compiler_error(
                "var bellwether_capabilities names the unknown source '" ~ name ~ "'. Known sources: " ~ able | join(', ')
                ~ ". Correct the name or take it out."
            ) }}
        {%- endif -%}
        {%- if capabilities is string or capabilities is not iterable -%}
            {{ exceptions.raise_compiler_error(
                "var bellwether_capabilities." ~ name ~ " is '" ~ capabilities ~ "': give a list, for example ["
                ~ able[name] | join(', ') ~ "]."
            ) }}
        {%- endif -%}
        {%- for capability in capabilities if capability not in able[name] -%}
            {{ exceptions.raise_compiler_error(
                "var bellwether_capabilities." ~ name ~ " names '" ~ capability ~ "', which " ~ name
                ~ " does not fill. It fills: " ~ able[name] | join(', ') ~ "."
            ) }}
        {%- endfor -%}
    {%- endfor -%}
    {%- set crms = sources_for('crm') -%}
    {%- set known_crms = [] -%}
    {%- for name, capabilities in able.items() if 'crm' in capabilities -%}
        {%- do known_crms.append(name) -%}
    {%- endfor -%}
    {%- if not crms -%}
        {{ exceptions.raise_compiler_error(
            "var bellwether_sources holds no CRM: accounts come from " ~ known_crms | join(' or ')
            ~ ". Add one of them to the list" ~ (", or crm to its list in var bellwether_capabilities." if narrowed else ".")
        ) }}
    {%- endif -%}
    {%- if crms | length > 1 -%}
        {{ exceptions.raise_compiler_error(
            "Two sources would be the CRM: " ~ crms | join(' and ') ~ ". Accounts come from exactly one: say what the "
            ~ "other is for, for example VARS='{bellwether_capabilities: {" ~ crms[1] ~ ": [correspondence]}}', or take it "
            ~ "out of var bellwether_sources."
        ) }}
    {%- endif -%}
{%- endmacro %}
