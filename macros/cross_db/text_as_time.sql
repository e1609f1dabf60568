{#- A time in text as UTC; without zone or offset it is taken to be UTC. No day of the calendar: null. -#}
{% macro text_as_time(text) -%}
    {{ return(adapter.dispatch('text_as_time', 'bellwether')(text)) }}
{%- endmacro %}

{% macro default__text_as_time(text) -%}
    case
        when not {{ matches(text, time_pattern()) }} then null
        when {{ matches(text, zone_pattern()) }}
            then timezone('UTC', try_cast({{ text }} as timestamp with time zone))
        else try_cast({{ text }} as timestamp)
    end
{%- endmacro %}

{#- Digits beyond a microsecond would be rounded, perhaps into the next day; elsewhere they are cut. -#}
{% macro postgres__text_as_time(text) -%}
    {%- set cut = "regexp_replace(" ~ text ~ ", '(\\.[0-9]{6})[0-9]+', '\\1')" -%}
    case
        when not {{ matches(text, time_pattern()) }} then null
        when {{ matches(text, zone_pattern()) }}
            then timezone('UTC', cast({{ cut }} as timestamp with time zone))
        else cast({{ cut }} as timestamp)
    end
{%- endmacro %}
